import pytest

from generation.blueprints.funnel.brief import read_brief
from generation.blueprints.funnel.chapters import name_chapters, read_titles, settle_titles
from generation.blueprints.funnel.products import LEAD_MAGNET
from tests.support.briefs import UNNAMED, brief, changed, written_chapters, written_cover

TITLES = ("Find the time", "Sort the rest")


@pytest.mark.parametrize(
    "listed",
    [
        "Chapters:\n1. Find the time\n2. Sort the rest",
        "**Chapters:**\n\n1) **Find the time**\n2) **Sort the rest**\n",
        "## Chapters\n1. *Find the time*\n2. \u201cSort the rest\u201d",
        "chapters\n- Find the time\n- Sort the rest",
        "Chapters:\n- 1. Find the time\n- 2. Sort the rest",
        "Chapters:\nChapter 1: Find the time\nChapter 2: Sort the rest",
        "Chapters:\n1. Find the time\n1. Sort the rest",
        "Chapters:\n**1. Find the time**\n   - what slips away\n**2. Sort the rest**\n   - three folders",
        "Chapitres :\n1. Find the time\n2. Sort the rest",
        "For 3. graders\n1. Not a chapter\n\nKapitel:\n1. Find the time\n2. Sort the rest",
    ],
)
def test_titles_are_read_however_a_writer_lists_them(listed: str) -> None:
    assert read_titles(f"The Plan\nA week in 20 minutes a day.\n\n{listed}", 2) == TITLES


def test_a_cover_without_a_list_names_nothing() -> None:
    assert read_titles("The Plan\n\n- for people in a hurry\n- and others", 2) == ()


def test_a_number_stands_in_where_the_list_cannot_be_read() -> None:
    unnamed = read_brief(brief(UNNAMED))

    titles = name_chapters(
        unnamed, LEAD_MAGNET, (written_cover("lead_magnet", "Chapters:\n1. Begin\n2. ..."),)
    )

    assert titles == ("Begin", "Chapter 2", "Chapter 3", "Chapter 4", "Chapter 5")


def test_the_cover_of_another_product_names_nothing() -> None:
    unnamed = read_brief(brief(UNNAMED))

    titles = name_chapters(unnamed, LEAD_MAGNET, (written_cover("front_end", "Chapters:\n1. Begin"),))

    assert titles[0] == "Chapter 1"


def test_the_titles_of_the_brief_win_over_those_of_the_cover() -> None:
    named = read_brief(brief())

    titles = name_chapters(named, LEAD_MAGNET, (written_cover("lead_magnet", "Chapters:\n1. Begin"),))

    assert titles == tuple(brief()["products"]["lead_magnet"]["chapters"])


def test_a_title_that_is_the_name_of_another_piece_is_told_apart() -> None:
    confusing = read_brief(
        changed("products.lead_magnet.chapters", ["Cover", "Chapter 1", "Call to action", "Why"])
    )

    titles = name_chapters(confusing, LEAD_MAGNET, ())

    assert titles == ("Chapter 1: Cover", "Chapter 2: Chapter 1", "Chapter 3: Call to action", "Why")


def test_a_title_that_is_listed_twice_names_one_chapter() -> None:
    unnamed = read_brief(brief(UNNAMED))
    cover = written_cover("lead_magnet", "Chapters:\n1. Begin\n2. begin")

    assert name_chapters(unnamed, LEAD_MAGNET, (cover,))[:2] == ("Begin", "Chapter 2")


def test_chapters_stored_by_number_get_the_titles_of_their_cover() -> None:
    cover = written_cover("lead_magnet", "Chapters:\n1. Begin\n2. Go on")
    chapters = written_chapters("lead_magnet", "Chapter 1", "My own title", "Chapter 3")
    elsewhere = written_chapters("bump", "Chapter 1")

    _, settled, untouched = settle_titles((cover, chapters, elsewhere))

    assert [section.title for section in settled.sections] == ["Begin", "My own title", "Chapter 3"]
    assert untouched == elsewhere
