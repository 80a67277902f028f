"""A part's sections as the reader shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from generation.blueprints import get_blueprint
from generation.blueprints.base import WrittenTask
from generation.blueprints.kinds import SECTION_KINDS, Line, SectionKind
from generation.engine.standing.parts import Part
from generation.models import Revision
from generation.web.reader.markup import ShownText, show_text
from generation.web.titles import written


@dataclass(frozen=True, kw_only=True)
class NamedLine:
    """A line beside the text. `tags` are its values where it is a list; `text` is what is copied."""

    key: str
    name: str
    text: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ShownSection:
    """A section that is read. `label` says what it is where its heading does not: over a product's title.

    `picture` is the version of the picture it is shown with, "" where it has none.
    """

    id: UUID
    key: str
    kind: str
    label: str
    text: ShownText
    above: tuple[NamedLine, ...]
    below: tuple[NamedLine, ...]
    version: int
    words: int
    written_at: datetime
    edited: bool
    locked: bool
    offered: int | None
    advice: Sequence[Mapping[str, Any]]
    picture: str = ""

    @property
    def pictured(self) -> str:
        """What can be seen in its picture, in words, for who cannot see it."""
        told = [line.text for line in self.above if not SECTION_KINDS[self.kind].is_picture]
        return ": ".join([self.text.heading, *told])

    @property
    def in_outline(self) -> str:
        """What it is called in a list of all: by the headline its reader sees, where it has one.

        What is pasted goes by its heading: its lines are for another program.
        """
        headline = headline_of(SECTION_KINDS[self.kind])
        return next((line.text for line in self.above if line.key == headline), self.text.heading)

    @property
    def body_name(self) -> str:
        """What the text is called, beside its named lines where it has some."""
        return SECTION_KINDS[self.kind].body_name

    @property
    def plain_kind(self) -> str:
        """What its plain text is: an email's and a listing's has no marks, which nothing there reads."""
        return "text" if SECTION_KINDS[self.kind].is_pasted else "markdown"


def settled_titles(parts: Sequence[Part], blueprint: str) -> dict[tuple[str, str], str]:
    """Return what each section is called in an export, by the keys of its part and its own."""
    stored = [
        WrittenTask(
            key=part.task,
            title=part.title,
            product=part.product or "",
            sections=tuple(written(revision) for revision in part.sections),
        )
        for part in parts
    ]
    settled = get_blueprint(blueprint).settle_titles(stored)
    return {(task.key, section.key): section.title for task in settled for section in task.sections}


def show_section(revision: Revision, title: str, *, picture: str = "") -> ShownSection:
    """Return the section of this revision as it is shown, under this title, with that picture."""
    section = revision.section
    text, lines = show_text(written(revision, title)), SECTION_KINDS[section.kind].lines
    return ShownSection(
        id=section.pk,
        key=section.key,
        kind=section.kind,
        label=section.title if section.key == "cover" and section.title != text.heading else "",
        text=text,
        above=_lines(revision.fields, [line for line in lines if not line.below]),
        below=_lines(revision.fields, [line for line in lines if line.below]),
        version=section.version,
        words=revision.words,
        written_at=revision.created_at,
        edited=section.edited,
        locked=section.locked,
        offered=section.offered,
        advice=revision.advice,
        picture=picture,
    )


def headline_of(kind: SectionKind) -> str:
    """Return the key of the line that is the title to who reads such a section; "" where its heading is."""
    above = (line.key for line in kind.lines if not line.below and not line.is_picture)
    return "" if kind.is_pasted else next(above, "")


def line_text(value: Any) -> str:
    """Return a named line's value as text: a list is joined by commas."""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def line_name(key: str, kind: SectionKind) -> str:
    """Return what a named line is called; a listing has a title besides that of its section."""
    return "Title of the section" if key == "section_title" else kind.label_of(key)


def _lines(fields: Mapping[str, Any], lines: Sequence[Line]) -> tuple[NamedLine, ...]:
    """Return the lines that say something; what names a picture is seen, not read."""
    return tuple(
        _line(line, fields[line.key]) for line in lines if fields.get(line.key) and not line.is_picture
    )


def _line(line: Line, value: Any) -> NamedLine:
    tags = tuple(map(str, value)) if isinstance(value, list) else ()
    return NamedLine(key=line.key, name=line.label, text=line_text(value), tags=tags)
