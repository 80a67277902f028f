from typing import Any

import pytest

from generation.blueprints.base import SectionSpec
from generation.blueprints.carousel import BLUEPRINT
from generation.pictures.platforms import HASHTAG_CHARACTERS, PLATFORMS
from tests.support.demo_carousel import carousel_inputs, carousel_sample


def planned(task: str, **inputs: Any) -> tuple[SectionSpec, ...]:
    given = carousel_inputs(**inputs)
    return BLUEPRINT.task(task, given).sections(carousel_sample()["brief"], given, (), language="en")


def test_the_slides_know_which_is_the_first_and_which_the_last() -> None:
    *slides, caption = planned("slides", slides=4)

    assert [slide.key for slide in slides] == ["slide_1", "slide_2", "slide_3", "slide_4"]
    assert [slide.role for slide in slides] == ["first_slide", "", "", "last_slide"]
    assert {(slide.kind, slide.words) for slide in slides} == {("carousel_slide", (0, 30))}
    assert caption.include == ("https://harbourdesk.example/40-minute-inbox",)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_caption_and_its_hashtags_fit_the_platform_together(platform: str) -> None:
    *_, caption = planned("slides", platform=platform)

    assert caption.max_chars == PLATFORMS[platform].caption_characters - HASHTAG_CHARACTERS
    longest = f"https://shop.example/{'x' * 178}"
    assert len(longest) + caption.min_words * 8 < caption.max_chars


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_picture_has_the_size_of_its_platform_and_the_key_of_its_slide(platform: str) -> None:
    (picture,) = planned("picture_3", platform=platform)

    assert (picture.key, picture.kind) == ("slide_3", "picture")
    assert picture.picture == PLATFORMS[platform].picture
