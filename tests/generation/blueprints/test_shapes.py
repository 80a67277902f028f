"""What is read out of a schema that pydantic has written."""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from generation.blueprints.shapes import Shape, needed_objects, shapes_of


class Mood(StrEnum):
    CALM = "calm"
    BOLD = "bold_and_loud"


class Place(BaseModel):
    hall: str = Field(max_length=80, description="Name the hall.")
    seats: int | None = None


class Inputs(BaseModel):
    chosen: tuple[Literal["faq", "press_release"], ...] = Field(
        min_length=1,
        description="Choose at least one.",
        json_schema_extra={"x-titles": {"faq": "FAQ"}},
    )
    slides: int = Field(default=30, ge=25, le=40)
    mood: Mood | None = None
    bonuses: tuple[Annotated[str, Field(max_length=300)], ...] = Field(default=(), max_length=10)
    notes: Annotated[str, Field(max_length=60_000)] | None = Field(
        default=None, title="Facts", json_schema_extra={"x-long": True, "x-files": True}
    )
    is_live: bool = False
    place: Place = Field(title="Where it is")


def shape(path: str, model: type[BaseModel] = Inputs) -> Shape:
    return {each.path: each for each in shapes_of(model.model_json_schema())}[path]


def test_the_fields_come_in_their_order_those_of_an_object_in_its_place():
    paths = [each.path for each in shapes_of(Inputs.model_json_schema())]

    assert paths == [
        *("chosen", "slides", "mood", "bonuses", "notes", "is_live"),
        *("place.hall", "place.seats"),
    ]


def test_a_list_of_what_there_is_to_choose_from_is_a_choice_of_several():
    assert (shape("chosen").holds, shape("chosen").is_required) == ("choices", True)
    assert shape("chosen").says == "Choose at least one."


def test_choices_go_by_the_titles_that_the_field_gives_them_else_by_their_own_words():
    assert shape("chosen").choices == {"faq": "FAQ", "press_release": "Press release"}
    assert shape("mood").choices == {"calm": "Calm", "bold_and_loud": "Bold and loud"}


def test_one_of_several_words_is_a_choice_though_it_may_be_left_out():
    assert (shape("mood").holds, shape("mood").is_required) == ("choice", False)


def test_numbers_tell_their_limits_and_what_is_taken_without_one():
    slides = shape("slides")

    assert (slides.holds, slides.lowest, slides.highest, slides.default) == ("number", 25, 40, 30)


def test_a_list_of_texts_tells_how_many_and_how_long_each_may_be():
    assert (shape("bonuses").holds, shape("bonuses").most, shape("bonuses").longest) == ("texts", 10, 300)


def test_a_long_text_says_that_a_file_may_be_read_into_it():
    notes = shape("notes")

    assert (notes.is_long, notes.takes_files, notes.longest) == (True, True, 60_000)


def test_a_field_goes_by_its_title_and_without_one_by_its_name_in_our_spelling():
    assert [shape(path).label for path in ("notes", "is_live")] == ["Facts", "Is live"]


def test_a_field_within_an_object_knows_what_that_is_called():
    assert (shape("place.hall").within, shape("place.hall").label) == ("Where it is", "Hall")


def test_nothing_is_required_of_an_object_that_may_be_left_out():
    class Tour(BaseModel):
        place: Place | None = None

    assert not shape("place.hall", Tour).is_required
    assert shape("place.hall").is_required


def test_the_objects_that_must_be_there_are_known():
    assert needed_objects(Inputs.model_json_schema()) == {"place": {}}


def test_a_schema_that_says_nothing_of_fields_has_none():
    empty: dict[str, Any] = {"type": "object"}

    assert shapes_of(empty) == ()
