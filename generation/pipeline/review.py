"""One section read again after a person has changed it: what the rules say, and nothing that stops it."""

from collections.abc import Iterable

from generation.blueprints.base import SectionSpec
from generation.calls import SectionText, Violation
from generation.errors import InputError
from generation.pipeline.context import plan
from generation.pipeline.draft import Draft
from generation.pipeline.rules import DERIVED, FOR_PERSONS, broken
from generation.pipeline.rules.base import Piece
from generation.pipeline.rules.repetition import repeated_sentences
from generation.pipeline.validation import check


def review(draft: Draft, text: SectionText, *, beside: Iterable[str]) -> tuple[Violation, ...]:
    """Return what the rules say of this text of the draft's task; `beside` are the texts it stands among.

    Nothing where they cannot be applied: the brief is incomplete by now, or asks for no such section.
    """
    try:
        draft = plan(check(draft), facts={})
    except InputError:
        return ()
    spec = {spec.key: spec for spec in draft.specs}.get(text.key)
    if spec is None:
        return ()
    piece = Piece(spec=spec, section=text, draft=draft)
    return (*broken(FOR_PERSONS, piece), *repeated_sentences([piece], beside))


def review_data(draft: Draft, text: SectionText, *, kind: str) -> tuple[Violation, ...]:
    """Return what the rules say of a text that is read by programs alone, which no writer is asked for."""
    spec = SectionSpec(key=text.key, kind=kind, title="", min_words=0, max_words=0, is_derived=True)
    return broken(DERIVED, Piece(spec=spec, section=text, draft=draft))
