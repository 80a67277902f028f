"""The slides as a presentation, read back from its own XML."""

import io
from zipfile import ZipFile

import pytest

from generation.exports.pptx import write_funnel
from tests.support.books import read_zipped
from tests.support.exported import part, small_content
from tests.support.hostile import BODY, FIELDS
from tests.support.launched import launch_content, slide
from tests.support.presentations import layouts_of, notes_of, slides_of


@pytest.fixture(scope="module")
def deck() -> bytes:
    return write_funnel(launch_content())


def deck_of(*slides) -> bytes:
    return write_funnel(small_content(parts=(part("deck", *slides),)))


def test_there_is_a_slide_a_section_with_its_title_and_its_points(deck):
    assert slides_of(deck) == [
        ["The Calm Inbox Workshop", "For freelancers\n\nHarbour Desk"],
        ["Mail eats the morning", "40 minutes a day", "every day"],
        ["What if it did not?"],
        ["Two ways", "Before", "After", "200 unread", "none"],
    ]


def test_what_is_said_stands_in_the_notes_of_its_slide(deck):
    assert notes_of(deck) == [
        "Welcome. Good to have you here.",
        "Count them with me.",
        "Wait for an answer.",
        "Look at the numbers.",
    ]


def test_a_slide_looks_like_what_it_holds(deck):
    assert layouts_of(deck) == ["Title Slide", "Title and Content", "Section Header", "Title and Content"]


def test_it_is_wide_and_in_our_colours(deck):
    assert 'cx="9144000" cy="5143500"' in read_zipped(deck, "ppt/presentation.xml")
    assert "4B45C9" in read_zipped(deck, "ppt/theme/theme1.xml")
    assert "<dc:title>The Calm Inbox Workshop</dc:title>" in read_zipped(deck, "docProps/core.xml")


def test_nothing_in_it_tells_when_it_was_made(deck):
    with ZipFile(io.BytesIO(deck)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_first_slide_that_shows_more_than_lines_is_one_like_others():
    deck = deck_of(slide(1, "Two ways", "| Before | After |\n|---|---|\n| 200 | 0 |"), slide(2, "Next"))

    assert layouts_of(deck) == ["Title and Content", "Section Header"]


def test_a_table_beside_other_text_takes_no_slide_of_its_own():
    mixed = "Look:\n\n| Before | After |\n|---|---|\n| 200 | 0 |\n\nThat is all."

    deck = deck_of(slide(1, "Begin"), slide(2, "Two ways", mixed), slide(3, "End"))

    _, second, _ = slides_of(deck)
    assert "".join(second) == "Two waysLook:Before \u2013 After200 \u2013 0That is all."


def test_hostile_text_is_text_and_keeps_to_its_slide():
    hostile = slide(2, FIELDS["title"], BODY, notes=FIELDS["notes"])

    deck = deck_of(slide(1, "Begin"), hostile, slide(3, "End"))

    titles = [texts[0] for texts in slides_of(deck)]
    assert titles[0] == "Begin"
    assert titles[-1] == "End"
    assert len(titles) == 3
    assert any("#panic()" in text for text in slides_of(deck)[1])
