"""The named lines of a section as they are shown: which there are, and where, its kind says."""

from collections.abc import Mapping
from dataclasses import dataclass

from generation.blueprints.base import WrittenSection
from generation.blueprints.kinds import SECTION_KINDS, Line, SectionKind

# Which line is what a section of the kind is called. A page's `meta` has a title too, for others to show.
_HEADINGS: Mapping[str, str] = {
    "listing": "title",
    "bundle": "title",
    "slide": "title",
    "carousel_slide": "headline",
    "hero": "headline",
    "block": "headline",
    "faq": "headline",
}


@dataclass(frozen=True, kw_only=True)
class NamedLine:
    """A line and its value. `is_heading` where it is what the section is called."""

    line: Line
    value: str | list[str]
    is_heading: bool = False

    @property
    def name(self) -> str:
        return self.line.label

    @property
    def text(self) -> str:
        """Its value as text: a list is joined by commas."""
        return ", ".join(self.value) if isinstance(self.value, list) else self.value

    @property
    def is_note(self) -> bool:
        """Whether it is a paragraph that goes with the text, and nothing to be read before it."""
        return self.line.below and self.line.is_long


def named_lines(section: WrittenSection) -> tuple[NamedLine, ...]:
    """Return the lines that have a value, those above the text first."""
    lines = (
        NamedLine(
            line=line,
            value=_value(section.fields[line.key]),
            is_heading=_HEADINGS.get(section.kind) == line.key,
        )
        for line in _declared(section.kind).lines
        if section.fields.get(line.key)
    )
    return tuple(sorted(lines, key=lambda each: each.line.below))


def heading_of(section: WrittenSection) -> str:
    """Return what a line of the section calls it; "" where none does."""
    return next((each.text for each in named_lines(section) if each.is_heading), "")


def is_data(kind: str) -> bool:
    """Whether sections of the kind are for programs, and no prose."""
    return _declared(kind).is_data


def _declared(kind: str) -> SectionKind:
    """Return the kind; one that nobody declared any more, or yet, is text alone."""
    return SECTION_KINDS.get(kind) or SectionKind()


def _value(value: object) -> str | list[str]:
    return [str(item) for item in value] if isinstance(value, list) else str(value)
