from typing import Any

import pytest

from generation.blueprints.carousel.inputs import INPUTS_SCHEMA as SCHEMA
from generation.blueprints.carousel.inputs import (
    MOST_SLIDES,
    USUAL_SLIDES,
    check_inputs,
    number_of_slides,
    read_inputs,
    subject,
)
from generation.pictures.letters import FONTS
from generation.pictures.platforms import PLATFORMS
from tests.support.demo_carousel import carousel_inputs

LEAST = {"topic": "Two windows a day"}


def test_a_topic_is_enough_and_the_sample_is_whole() -> None:
    assert check_inputs(LEAST) == {}
    assert check_inputs(carousel_inputs()) == {}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("topic", ""),
        ("topic", "x" * 301),
        ("platform", "billboard"),
        ("slides", 2),
        ("slides", 11),
        ("slides", "7"),
        ("slides", 7.0),
        ("background", "red"),
        ("accent", "#12345"),
        ("font", "comic"),
        ("url", "not an address"),
        ("url", f"https://shop.example/{'x' * 200}"),
        ("notes", "x" * 60_001),
        ("colour", "blue"),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence_at_its_field(field: str, value: Any) -> None:
    problems = check_inputs(LEAST | {field: value})

    assert set(problems) == {field}
    assert all(sentence.endswith(".") for sentence in problems.values())


def test_a_colour_that_is_none_is_told_how_one_is_written() -> None:
    assert check_inputs(LEAST | {"text": "blue"})["text"] == "'blue' is no colour; write one such as #4B45C9."


def test_every_platform_and_every_typeface_can_be_chosen() -> None:
    assert SCHEMA["properties"]["platform"]["enum"] == [*PLATFORMS]
    assert SCHEMA["properties"]["font"]["enum"] == [*FONTS]


@pytest.mark.parametrize(
    ("inputs", "number"),
    [({}, MOST_SLIDES), (LEAST, USUAL_SLIDES), ({"slides": 3}, 3), ({"slides": 4.0}, MOST_SLIDES)],
)
def test_a_run_has_as_many_slides_as_was_said_and_all_there_can_be_before(
    inputs: dict[str, Any], number: int
) -> None:
    assert number_of_slides(inputs) == number


def test_the_subject_is_the_topic_on_its_platform() -> None:
    assert subject(LEAST) == "Two windows a day (Instagram)"
    assert subject({"topic": "Cafe\u0301  time ", "platform": "linkedin"}) == "Caf\u00e9 time (LinkedIn)"
    assert subject({}) == ""
    assert len(subject({"topic": "x" * 5000})) <= 500


def test_half_of_the_inputs_can_be_planned_with() -> None:
    assert read_inputs({"platform": ["story"]}).slides == MOST_SLIDES
