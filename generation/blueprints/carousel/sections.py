"""What a carousel must yield: its strategy, its slides with their caption, and a picture for each slide."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from generation.blueprints.base import SectionPlan, SectionSpec, WrittenTask, word_limits
from generation.blueprints.carousel.inputs import CarouselInputs, number_of_slides, read_inputs
from generation.pictures.platforms import HASHTAG_CHARACTERS

_MOST_WORDS = 30  # on a slide


def slide_key(number: int) -> str:
    """Return the key of a slide. The picture that is drawn for it has the same."""
    return f"slide_{number}"


def plan_strategy(
    brief: Mapping[str, Any], inputs: Mapping[str, Any], earlier: Sequence[WrittenTask], *, language: str
) -> tuple[SectionSpec, ...]:
    return (
        _prose("angle", "Angle and hook", words=(60, 140)),
        _prose("look", "Look of the pictures", words=(60, 130)),
        _prose("plan", "Plan of the slides", words=(80, 260)),
    )


def plan_slides(
    brief: Mapping[str, Any], inputs: Mapping[str, Any], earlier: Sequence[WrittenTask], *, language: str
) -> tuple[SectionSpec, ...]:
    last = number_of_slides(inputs)
    slides = (_slide(number, last) for number in range(1, last + 1))
    return (*slides, _caption(read_inputs(inputs)))


def plan_picture(key: str) -> SectionPlan:
    """Return the plan of the picture for the slide of that key."""

    def planned(
        brief: Mapping[str, Any],
        inputs: Mapping[str, Any],
        earlier: Sequence[WrittenTask],
        *,
        language: str,
    ) -> tuple[SectionSpec, ...]:
        title = f"Picture for {key.replace('_', ' ')}"
        size = read_inputs(inputs).shown_on.picture
        return (SectionSpec(key=key, kind="picture", title=title, min_words=0, max_words=0, picture=size),)

    return planned


def _slide(number: int, last: int) -> SectionSpec:
    words = 0, _MOST_WORDS
    min_words, max_words = word_limits(words)
    return SectionSpec(
        key=slide_key(number),
        kind="carousel_slide",
        title=f"Slide {number}",
        words=words,
        min_words=min_words,
        max_words=max_words,
        role={1: "first_slide", last: "last_slide"}.get(number, ""),
    )


def _caption(inputs: CarouselInputs) -> SectionSpec:
    platform = inputs.shown_on
    fewest, _ = platform.caption_words
    _, max_words = word_limits(platform.caption_words)
    return SectionSpec(
        key="caption",
        kind="caption",
        title="Caption",
        words=platform.caption_words,
        min_words=math.floor(fewest * 0.6),  # to the word: rounded up, the shortest would have no margin
        max_words=max_words,
        include=(inputs.url,) if inputs.url else (),
        max_chars=platform.caption_characters - HASHTAG_CHARACTERS,
    )


def _prose(key: str, title: str, *, words: tuple[int, int]) -> SectionSpec:
    min_words, max_words = word_limits(words)
    return SectionSpec(
        key=key,
        kind="prose",
        title=title,
        words=words,
        min_words=min_words,
        max_words=max_words,
    )
