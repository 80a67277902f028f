"""How a document is made ready to be shown."""

import time

import pytest

from generation.exports.layout import Page, lay_out
from generation.exports.shelves import Document
from tests.support.exported import section


def _lay_out(*sections, title="The 40-Minute Inbox") -> Page:
    return lay_out(Document(label="", title=title, file_title=title, sections=sections))


@pytest.mark.parametrize(
    "body",
    [
        "# Keep it clear\n\nThe text.",
        "#### Keep it clear\nThe text.",
        "Keep it clear\n=============\nThe text.",
        "**Keep it clear**\n\nThe text.",
        "Keep it clear.\n\nThe text.",
        "## Chapter 2: Keep it clear\n\nThe text.",
        "**Chapter 2 \u2013 Keep it clear**\n\nThe text.",
        "The text.",
    ],
)
def test_a_title_stands_once_however_the_text_opens(body):
    (block,) = _lay_out(section("chapter_1", body, title="Keep it clear")).blocks

    assert (block.title, block.body) == ("Keep it clear", "The text.")


def test_a_heading_the_text_opens_with_is_its_title():
    (block,) = _lay_out(
        section("chapter_1", "## A *better* title\n\nThe text.", title="Keep it clear")
    ).blocks

    assert (block.title, block.body) == ("A better title", "The text.")


def test_a_bold_first_line_names_a_chapter_that_has_only_a_number():
    numbered, named = _lay_out(
        section("chapter_2", "**The second morning**\n\nThe text.", title="Chapter 2"),
        section("chapter_3", "**Read this first.**\n\nThe text.", title="Keep it clear"),
    ).blocks

    assert (numbered.title, numbered.body) == ("Chapter 2: The second morning", "The text.")
    assert named.body == "**Read this first.**\n\nThe text."


def test_a_text_that_is_nothing_but_its_title_is_not_emptied():
    (block,) = _lay_out(section("chapter_1", "# Keep it clear", title="Keep it clear")).blocks

    assert block.body == "### Keep it clear"


def test_the_title_of_a_product_is_its_covers_own():
    page = _lay_out(section("cover", "# The 40-Minute Inbox, second edition\n\nFor freelancers."))

    assert page.title == "The 40-Minute Inbox, second edition"
    assert page.blocks[0].body == "For freelancers."


def test_a_cover_without_a_heading_leaves_the_title_to_the_brief():
    page = _lay_out(section("cover", "**The 40-Minute Inbox**\nFor freelancers."))

    assert page.title == "The 40-Minute Inbox"
    assert page.blocks[0].body == "For freelancers."


def test_the_covers_list_of_chapters_gives_way_to_the_contents():
    cover = section("cover", "For you.\n\n**Chapters:**\n\n1. First\n2. Second")

    page = _lay_out(
        cover, section("chapter_1", "One.", title="First"), section("chapter_2", "Two.", title="Second")
    )

    assert page.blocks[0].body == "For you."
    assert page.contents == ("First", "Second")


def test_the_covers_list_stays_while_chapters_are_missing():
    cover = section("cover", "For you.\n\nChapters:\n1. First\n2. Second")

    page = _lay_out(cover, section("chapter_1", "One.", title="First"))

    assert "2. Second" in page.blocks[0].body


def test_text_after_the_covers_list_is_never_dropped():
    cover = section("cover", "Chapters:\n1. First\n\nPrint this page.")

    page = _lay_out(cover, section("chapter_1", "One.", title="First"), section("chapter_2", "Two."))

    assert "Print this page." in page.blocks[0].body


def test_bridge_and_call_to_action_run_on_without_our_names_for_them():
    page = _lay_out(
        section("bridge", "Next.", title="Bridge"), section("call_to_action", "Go.", title="Call to action")
    )

    assert [(block.role, block.title) for block in page.blocks] == [("bridge", ""), ("call_to_action", "")]


def test_a_button_leads_where_the_text_does():
    body = (
        "Read it at https://a.example/x?y=1 now.\n\n**Button:** [Read it](https://a.example/)\n\nP.S. Today."
    )

    (block,) = _lay_out(section("call_to_action", body)).blocks

    assert block.button
    assert (block.button.label, block.button.url) == ("Read it", "https://a.example/x?y=1")
    assert block.body == "Read it at https://a.example/x?y=1 now.\n\nP.S. Today."


def test_a_button_without_a_link_stays_as_it_was_written():
    (block,) = _lay_out(section("call_to_action", "Go.\n\nButton: Go")).blocks

    assert block.button is None
    assert block.body == "Go.\n\nButton: Go"


def test_headings_of_a_text_stand_below_its_title_and_keep_their_order():
    body = "Text.\n\nOne\n===\n\n## Two\n\nThree\n---\n\n> # Quoted\n\n```\n# no heading\n```"

    (block,) = _lay_out(section("chapter_1", body)).blocks

    nested = "Text.\n\n### One\n\n#### Two\n\n#### Three\n\n> # Quoted\n\n```\n# no heading\n```"
    assert block.body == nested


def test_a_long_line_of_signs_is_laid_out_in_no_time():
    began = time.thread_time()

    _lay_out(section("chapter_1", ">" * 50_000))

    assert time.thread_time() - began < 5
