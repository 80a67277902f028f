"""Stage 4: put the sections that were kept and those just answered together, in their order."""

from collections.abc import Iterator
from dataclasses import replace

from generation.calls import SectionText, Violation
from generation.pipeline.draft import Draft, FinishedSection, Tools
from generation.pipeline.reading import is_empty
from generation.pipeline.salvage import rejection


def assemble_template(draft: Draft, tools: Tools) -> Draft:
    """Return the draft with every section it must yield, in order.

    Raises ContentError where one is missing or empty; no option waives that.
    """
    by_key = {section.key: section for section in (*draft.kept, *draft.answered)}
    if violations := tuple(_gaps(draft, by_key)):
        raise rejection(draft, violations)
    sections = tuple(
        FinishedSection(
            spec=spec, position=position, body=by_key[spec.key].body, fields=by_key[spec.key].fields, words=0
        )
        for position, spec in enumerate(draft.specs, start=1)
    )
    return replace(draft, sections=sections)


def _gaps(draft: Draft, by_key: dict[str, SectionText]) -> Iterator[Violation]:
    for spec in draft.specs:
        if spec.key not in by_key:
            message = f"The answer left out {spec.title}."
            yield Violation(rule="missing_section", section=spec.key, message=message)
        elif is_empty(by_key[spec.key], spec.kind):
            message = f"{spec.title} came back empty."
            yield Violation(rule="empty_section", section=spec.key, message=message)
