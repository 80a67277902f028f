"""What is typed into the form of a kind, and the inputs it stands for."""

from typing import Any, Literal

import pytest
from pydantic import BaseModel

from generation.blueprints.shapes import shapes_of
from generation.web.kinds.values import inputs_of, shown_value


class Place(BaseModel):
    hall: str
    seats: int | None = None


class Inputs(BaseModel):
    name: str | None = None
    slides: int = 30
    share: float | None = None
    lines: tuple[str, ...] = ()
    bonuses: tuple[str, ...] = ("A letter",)
    chosen: tuple[Literal["faq", "plan"], ...] = ("faq",)
    is_live: bool = False
    is_told: bool = True
    place: Place | None = None


SCHEMA = Inputs.model_json_schema()
EMPTY: dict[str, Any] = {"bonuses": [], "chosen": [], "is_told": False}
"""What is sent of an empty form: what stood there and was taken away."""


@pytest.mark.parametrize(
    ("typed", "stands_for"),
    [
        ({"name": "  Spring\r\nrelaunch "}, {"name": "Spring\nrelaunch"}),
        ({"slides": "0"}, {"slides": 0}),
        ({"slides": " 28 "}, {"slides": 28}),
        ({"slides": "many"}, {"slides": "many"}),
        ({"slides": ""}, {}),
        ({"share": "0.5"}, {"share": 0.5}),
        ({"share": "inf"}, {"share": "inf"}),
        ({"lines": "One\r\n\r\n  Two "}, {"lines": ["One", "Two"]}),
        ({"chosen": ["plan"]}, {"chosen": ["plan"]}),
        ({"is_live": True, "is_told": True}, {"is_live": True, "is_told": True}),
        ({"place.hall": "Aula", "place.seats": "0"}, {"place": {"hall": "Aula", "seats": 0}}),
    ],
)
def test_what_is_typed_stands_for_what_a_program_would_send(typed, stands_for):
    assert inputs_of(SCHEMA, typed) == EMPTY | stands_for


def test_an_object_that_must_be_there_is_sent_though_nothing_is_typed():
    class Tour(BaseModel):
        place: Place

    assert inputs_of(Tour.model_json_schema(), {}) == {"place": {}}


def test_where_nothing_is_said_the_form_shows_what_is_taken_then():
    shown = {shape.path: shown_value(shape, {"name": "Spring"}) for shape in shapes_of(SCHEMA)}

    assert shown == {
        "name": "Spring",
        "slides": "30",
        "share": "",
        "lines": "",
        "bonuses": "A letter",
        "chosen": ["faq"],
        "is_live": False,
        "is_told": True,
        "place.hall": "",
        "place.seats": "",
    }


def test_what_is_shown_of_inputs_stands_for_them_again():
    inputs = {"name": "Spring", "slides": 0, "bonuses": [], "chosen": ["plan"], "is_told": True}

    typed = {shape.path: shown_value(shape, inputs) for shape in shapes_of(SCHEMA)}

    assert inputs_of(SCHEMA, typed) == inputs
