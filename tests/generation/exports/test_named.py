"""The named lines of a section, by its kind."""

from generation.exports.named import heading_of, named_lines
from tests.support.exported import section
from tests.support.launched import slide

_FIELDS = {
    "tags": ["a", "b"],
    "title": "Calm",
    "short_description": "All five.",
    "subject": "Of no listing",
}


def test_the_lines_of_its_kind_are_shown_those_below_the_text_last():
    lines = named_lines(section("bundle", "Text.", kind="bundle", fields=_FIELDS))

    assert [(line.name, line.text) for line in lines] == [
        ("Title", "Calm"),
        ("Short description", "All five."),
        ("Tags", "a, b"),
    ]
    assert [line.line.below for line in lines] == [False, False, True]


def test_a_line_without_a_value_and_a_kind_that_nobody_declared_show_none():
    assert named_lines(section("email", "Text.", kind="email", fields={"subject": ""})) == ()
    assert named_lines(section("new", "Text.", kind="a_kind_of_tomorrow", fields=_FIELDS)) == ()


def test_a_slide_is_called_by_its_title_and_has_its_notes_beside_it():
    one = slide(1, "Mail eats the morning", notes="Count them.")

    assert heading_of(one) == "Mail eats the morning"
    assert [line.name for line in named_lines(one) if line.is_note] == ["Notes"]


def test_the_title_for_search_engines_is_a_line_like_others():
    meta = section("meta", "", kind="meta", fields={"title": "Inbox help", "description": "A method."})

    assert heading_of(meta) == ""
    assert not any(line.is_heading for line in named_lines(meta))
