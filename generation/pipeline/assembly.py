"""Stage 4: put the sections that were kept, those just answered and those that follow from them together."""

from collections.abc import Iterator
from dataclasses import replace

from generation.blueprints.base import SectionSpec, WrittenSection
from generation.calls import SectionText, Violation
from generation.pipeline.draft import Draft, FinishedSection, Tools
from generation.pipeline.reading import is_empty
from generation.pipeline.salvage import rejection


def assemble_template(draft: Draft, tools: Tools) -> Draft:
    """Return the draft with every section it must yield, in order, and what is derived from them behind.

    Raises ContentError where one is missing or empty; no option waives that.
    """
    by_key = {section.key: section for section in (*draft.kept, *draft.answered)}
    if violations := tuple(_gaps(draft, by_key)):
        raise rejection(draft, violations)
    written = [_written(spec, by_key[spec.key]) for spec in draft.specs]
    derived = draft.task.derive(draft.brief, draft.inputs, written, language=draft.language)
    specs = [*draft.specs, *map(_spec_of, derived)]
    sections = tuple(
        FinishedSection(spec=spec, position=position, body=section.body, fields=section.fields, words=0)
        for position, (spec, section) in enumerate(zip(specs, (*written, *derived), strict=True), start=1)
    )
    return replace(draft, sections=sections)


def _written(spec: SectionSpec, section: SectionText) -> WrittenSection:
    return WrittenSection(
        key=spec.key, kind=spec.kind, title=spec.title, body=section.body, fields=section.fields
    )


def _spec_of(derived: WrittenSection) -> SectionSpec:
    return SectionSpec(
        key=derived.key, kind=derived.kind, title=derived.title, min_words=0, max_words=0, is_derived=True
    )


def _gaps(draft: Draft, by_key: dict[str, SectionText]) -> Iterator[Violation]:
    for spec in draft.specs:
        if spec.key not in by_key:
            message = f"The answer left out {spec.title}."
            yield Violation(rule="missing_section", section=spec.key, message=message)
        elif is_empty(by_key[spec.key], spec.kind):
            message = f"{spec.title} came back empty."
            yield Violation(rule="empty_section", section=spec.key, message=message)
