"""Two texts of a section compared, without a section."""

from generation.web.reader.comparing import compare_text


def test_a_named_line_that_differs_is_called_as_people_call_it():
    day = {"why": "For who waits", "send": "Day 1"}

    changes = compare_text("Text.", "Text.", day, day | {"send": "Day 2"}, kind="short_message")

    assert [change.name for change in changes] == ["When to send", ""]
