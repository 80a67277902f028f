"""Stage 5: the contract is held, and advice is noted beside each section."""

from collections import defaultdict
from dataclasses import replace

from generation.calls import SectionText, Violation
from generation.pipeline.draft import Draft, FinishedSection, Tools
from generation.pipeline.rules import ADVICE, CONTRACT, broken
from generation.pipeline.rules.base import Piece
from generation.pipeline.rules.repetition import repeated_sentences
from generation.pipeline.salvage import rejection


def quality_check_is_waived(draft: Draft) -> bool:
    """Whether the person who started the job asked to skip this stage."""
    return draft.skip_quality_check


def validate_quality(draft: Draft, tools: Tools) -> Draft:
    """Return the draft with the advice for each section.

    Raises ContentError where a section breaks the contract; the good ones go with it.
    """
    pieces = [_piece(draft, section) for section in draft.sections]
    if violations := tuple(violation for piece in pieces for violation in broken(CONTRACT, piece)):
        raise rejection(draft, violations)
    advice = _advice(draft, pieces)
    return replace(
        draft,
        sections=tuple(
            replace(section, advice=tuple(advice[section.spec.key])) for section in draft.sections
        ),
    )


def _piece(draft: Draft, section: FinishedSection) -> Piece:
    text = SectionText(key=section.spec.key, body=section.body, fields=section.fields)
    return Piece(spec=section.spec, section=text, draft=draft)


def _advice(draft: Draft, pieces: list[Piece]) -> dict[str, list[Violation]]:
    by_section: defaultdict[str, list[Violation]] = defaultdict(list)
    for piece in pieces:
        by_section[piece.spec.key].extend(broken(ADVICE, piece))
    earlier = (section.body for task in draft.earlier for section in task.sections)
    for violation in repeated_sentences(pieces, earlier):
        by_section[violation.section].append(violation)
    return by_section
