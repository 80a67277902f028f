"""Stage 5: the contract is held, and advice is noted beside each section."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from generation.calls import SectionText, Violation
from generation.pipeline.draft import Draft, FinishedSection, Tools
from generation.pipeline.rules import ADVICE, CONTRACT, DERIVED, broken
from generation.pipeline.rules.base import Piece
from generation.pipeline.rules.repetition import repeated_sentences, shared_sentences
from generation.pipeline.salvage import rejection


def quality_check_is_waived(draft: Draft) -> bool:
    """Whether the person who started the job asked to skip this stage."""
    return draft.skip_quality_check


def validate_quality(draft: Draft, tools: Tools) -> Draft:
    """Return the draft with the advice for each section.

    Raises ContentError where a section breaks the contract; the good ones go with it.
    """
    pieces = [_piece(draft, section) for section in draft.sections if section.spec.is_written]
    if violations := tuple(violation for piece in pieces for violation in broken(CONTRACT, piece)):
        raise rejection(draft, violations)
    advice = _advice(draft, pieces, tools)
    return replace(
        draft,
        sections=tuple(
            replace(section, advice=tuple(advice[section.spec.key])) for section in draft.sections
        ),
    )


def _piece(draft: Draft, section: FinishedSection) -> Piece:
    text = SectionText(key=section.spec.key, body=section.body, fields=section.fields)
    return Piece(spec=section.spec, section=text, draft=draft)


def _advice(draft: Draft, pieces: list[Piece], tools: Tools) -> dict[str, list[Violation]]:
    by_section: defaultdict[str, list[Violation]] = defaultdict(list)
    for violation in _all_advice(draft, pieces, tools):
        by_section[violation.section].append(violation)
    return by_section


def _all_advice(draft: Draft, pieces: list[Piece], tools: Tools) -> Iterator[Violation]:
    for piece in pieces:
        yield from broken(ADVICE, piece)
    derived = (_piece(draft, section) for section in draft.sections if section.spec.is_derived)
    for piece in derived:
        yield from broken(DERIVED, piece)
    earlier = (section.body for task in draft.earlier for section in task.sections)
    yield from repeated_sentences(pieces, earlier)
    if draft.blueprint.compares_sentences:
        yield from shared_sentences(pieces, tools.find_shared)
