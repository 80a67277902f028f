"""What a page must yield: the components of its type, with their limits."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from generation.blueprints.base import SectionSpec, WrittenTask
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
    fewest, most = component.words
    return SectionSpec(
        key=component.key,
        kind=component.kind,
        title=component.title,
        role=component.role,
        words=(fewest, most),
        min_words=math.ceil(fewest * 0.6 / 10) * 10,
        max_words=most * 3 // 2 or _STRAY_WORDS,
        marks=component.marks,
        questions=component.questions,
        button=component.button,
    )


_STRAY_WORDS = 40  # a word too many under lines that need no text is no reason to write a page again
