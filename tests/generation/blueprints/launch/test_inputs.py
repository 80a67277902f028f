from typing import Any

import pytest

from generation.blueprints.launch.inputs import INPUTS_SCHEMA, check_inputs, read_inputs, subject
from tests.support.demo_launch import launch_inputs


def test_two_addresses_are_all_that_has_to_be_said() -> None:
    assert check_inputs(launch_inputs()) == {}
    assert set(INPUTS_SCHEMA["required"]) == set(check_inputs({})) == {"registration_url", "watch_url"}


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("slides", 24, "Choose 25 to 40 slides."),
        ("slides", 41, "Choose 25 to 40 slides."),
        ("slides", "many", "Choose 25 to 40 slides."),
        ("watch_url", "soon", "Write where the event and its replay are watched, such as example.com/watch."),
        (
            "event",
            "x" * 121,
            "Name the webinar or presentation, in up to 120 characters; left out, it is called the "
            "presentation.",
        ),
        ("price", "a lot", "Write its price, such as 17.00; left out, it is the front-end product's."),
        ("bonuses", ["x"] * 9, "Name up to 8 things that come with it, each in up to 120 characters."),
        ("notes", "x" * 60_001, "Add what the writer should know of the event, in up to 60,000 characters."),
        ("date", "[when]", "Write it in words, without brackets, bars, backquotes or backslashes, and"),
        ("seats", 12, "There is no such field here; the fields are registration_url, watch_url, event,"),
    ],
)
def test_what_is_wrong_is_told_with_what_would_be_right(field: str, value: Any, sentence: str) -> None:
    problems = check_inputs(launch_inputs(**{field: value}))

    assert list(problems) == [field]
    assert problems[field].startswith(sentence)


def test_a_launch_has_thirty_slides_unless_told() -> None:
    assert read_inputs(launch_inputs()).slides == 30


def test_a_run_can_be_planned_before_anything_is_filled_in() -> None:
    unsaid = read_inputs({})

    assert (unsaid.watch_url, unsaid.registration_url, unsaid.slides) == ("", "", 30)


@pytest.mark.parametrize(
    ("inputs", "name"),
    [
        ({}, ""),
        ({"event": None}, ""),
        ({"event": " Spring \n talk "}, "Spring talk"),
        ({"event": "Cafe\u0301"}, "Caf\u00e9"),  # typed on a Mac, where everybody else types one character
    ],
)
def test_launches_are_told_apart_by_the_name_of_their_event(inputs: dict[str, Any], name: str) -> None:
    assert subject(inputs) == name


def test_the_notes_are_long_and_may_come_from_a_file() -> None:
    notes = INPUTS_SCHEMA["properties"]["notes"]

    assert notes["x-long"]
    assert notes["x-files"]
