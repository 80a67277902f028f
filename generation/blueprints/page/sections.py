"""What a page must yield: the components of its type, with their limits."""

from collections.abc import Mapping, Sequence
from typing import Any

from generation.blueprints.base import SectionSpec, WrittenTask, word_limits
from generation.blueprints.page.components import Component
from generation.blueprints.page.inputs import page_type


def plan_page(
    brief: Mapping[str, Any],
    inputs: Mapping[str, Any],
    earlier: Sequence[WrittenTask],
    *,
    language: str,
) -> tuple[SectionSpec, ...]:
    """Return the sections of the page in the order in which they stand on it."""
    return tuple(_section(component) for component in page_type(inputs).components)


def _section(component: Component) -> SectionSpec:
    min_words, max_words = word_limits(component.words)
    return SectionSpec(
        key=component.key,
        kind=component.kind,
        title=component.title,
        role=component.role,
        words=component.words,
        min_words=min_words,
        max_words=max_words or _STRAY_WORDS,
        marks=component.marks,
        questions=component.questions,
        button=component.button,
    )


_STRAY_WORDS = 40  # a word too many under lines that need no text is no reason to write a page again
