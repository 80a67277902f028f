from typing import Any

import pytest

from generation.blueprints.base import SectionSpec
from generation.pipeline.rules import ADVICE, CONTRACT
from tests.support.blueprints import make_section
from tests.support.pieces import found, make_piece

FIRST = make_section("slide_1", kind="carousel_slide", role="first_slide")
SLIDE = make_section("slide_2", kind="carousel_slide")
LAST = make_section("slide_3", kind="carousel_slide", role="last_slide")
CAPTION = make_section("caption", kind="caption")

LINES: dict[str, Any] = {"headline": "Your inbox is no list", "scene": "Two cups on a sill, early light."}
LONG = " ".join(["word"] * 26)
EIGHT, NINE = "One two three four five six seven eight", "One two three four five six seven eight nine"


@pytest.mark.parametrize(
    ("rule", "spec", "body", "fields"),
    [
        ("long_hook", FIRST, "", LINES | {"headline": NINE}),
        ("crowded_slide", SLIDE, LONG, LINES),
        ("second_action", LAST, "- Save it.\n- Share it.", LINES),
        ("second_action", LAST, "https://a.example or https://b.example", LINES),
        ("second_action", LAST, "Save it. Share it. Write to us.", LINES),
        ("words_in_scene", SLIDE, "", LINES | {"scene": "A sign with the word Hello."}),
        ("words_in_scene", SLIDE, "", LINES | {"scene": "A cup with a LOGO on it."}),
        ("words_in_scene", SLIDE, "", LINES | {"scene": "Ein Blatt mit Buchstaben."}),
        ("spaced_hashtag", CAPTION, "A caption.", {"hashtags": ["calm inbox"]}),
        ("many_hashtags", CAPTION, "A caption.", {"hashtags": list("abcdef")}),
    ],
)
def test_a_planted_weakness_is_noted(rule: str, spec: SectionSpec, body: str, fields: dict[str, Any]) -> None:
    piece = make_piece(body, spec, **fields)

    assert found(ADVICE, piece) == {rule}


@pytest.mark.parametrize(
    ("spec", "body", "fields"),
    [
        (FIRST, "", LINES | {"headline": EIGHT}),
        (SLIDE, " ".join(["word"] * 25), LINES),
        (SLIDE, "", LINES | {"scene": "A texture of linen, and a wordless room."}),
        (LAST, "Save it. Monday comes.", LINES),
        (CAPTION, "A caption.", {"hashtags": list("abcde")}),
    ],
)
def test_what_is_right_is_left_alone(spec: SectionSpec, body: str, fields: dict[str, Any]) -> None:
    piece = make_piece(body, spec, **fields)

    assert found(ADVICE, piece) == set()
    assert found(CONTRACT, piece) == set()
