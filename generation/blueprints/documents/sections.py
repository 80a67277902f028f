"""What each document must yield: its sections, with their limits and the names that must stand in them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from generation.blueprints.base import SectionPlan, SectionSpec, WrittenTask, word_limits
from generation.blueprints.core import read_core
from generation.blueprints.documents.catalogue import Chapter, Document
from generation.blueprints.documents.inputs import subject
from generation.blueprints.fields import Name

_NAME: TypeAdapter[str] = TypeAdapter(Name)


def plan(document: Document) -> SectionPlan:
    """Return the plan of this document's task."""

    def planned(
        brief: Mapping[str, Any],
        inputs: Mapping[str, Any],
        earlier: Sequence[WrittenTask],
        *,
        language: str,
    ) -> tuple[SectionSpec, ...]:
        author, project = read_core(brief).author, subject(inputs)
        return tuple(
            _section(chapter, tuple(_names(chapter, author, project))) for chapter in document.chapters
        )

    return planned


def _names(chapter: Chapter, author: str, project: str) -> Iterator[str]:
    if chapter.signed and _can_be_repeated(author):
        yield author
    if chapter.names_project and project and project != author:
        yield project


def _can_be_repeated(author: str) -> bool:
    """Whether every writer can put it there to the letter; who publishes may be said in a whole line."""
    try:
        _NAME.validate_python(author)
    except ValidationError:
        return False
    return True


def _section(chapter: Chapter, include: tuple[str, ...]) -> SectionSpec:
    min_words, max_words = word_limits(chapter.words)
    return SectionSpec(
        key=chapter.key,
        kind="faq" if chapter.questions else "prose",
        title=chapter.title,
        words=chapter.words,
        min_words=min_words,
        max_words=max_words,
        include=include,
        marks=chapter.marks,
        questions=chapter.questions,
    )
