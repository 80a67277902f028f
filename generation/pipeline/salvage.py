"""What becomes of an answer that is not good: the error that says so, and the sections worth keeping."""

from generation.blueprints.base import SectionSpec
from generation.calls import SectionText, Violation
from generation.errors import ContentError
from generation.pipeline.draft import Draft
from generation.pipeline.reading import is_empty
from generation.pipeline.rules import CONTRACT, broken
from generation.pipeline.rules.base import Piece


def rejection(draft: Draft, violations: tuple[Violation, ...]) -> ContentError:
    """Return the error for a draft with these violations; a ready one to raise.

    `kept` holds the sections, of this and of earlier attempts, with which nothing is wrong. The complaints of
    the next attempt name what is wrong with the others too, though it was not what this error is about.
    """
    found = {section.key: _faults(draft, section) for section in (*draft.kept, *draft.answered)}
    complained = {violation.section for violation in violations}
    others = [fault for key, faults in found.items() if key not in complained for fault in faults]
    return ContentError(
        _code(violations),
        _sentence(draft, violations),
        violations=(*violations, *others),
        kept=tuple(
            section
            for section in (*draft.kept, *draft.answered)
            if section.key not in complained and not found[section.key] and not _is_empty(draft, section)
        ),
        usage=draft.usage,
        request_id=draft.answer.request_id if draft.answer else "",
    )


def _is_empty(draft: Draft, section: SectionText) -> bool:
    spec = _spec_of(draft, section)
    return spec is None or is_empty(section, spec.kind)


def _spec_of(draft: Draft, section: SectionText) -> SectionSpec | None:
    return next((spec for spec in draft.specs if spec.key == section.key), None)


def _faults(draft: Draft, section: SectionText) -> tuple[Violation, ...]:
    spec = _spec_of(draft, section)
    if spec is None or draft.skip_quality_check:
        return ()
    return broken(CONTRACT, Piece(spec=spec, section=section, draft=draft))


def _code(violations: tuple[Violation, ...]) -> str:
    rules = {violation.rule for violation in violations}
    return rules.pop() if len(rules) == 1 else "quality"


def _sentence(draft: Draft, violations: tuple[Violation, ...]) -> str:
    """Return the first violation as a sentence with its place, and how many more there are."""
    first, more = violations[0], len(violations) - 1
    title = next((spec.title for spec in draft.specs if spec.key == first.section), "")
    place = "" if title in first.message else f" in {title}"
    rest = f" ({more} more {'fault' if more == 1 else 'faults'})" if more else ""
    return f"{first.message.removesuffix('.')}{place}{rest}."
