"""The one title of a section, taken out of its text to be edited and put back."""

import pytest

from generation.blueprints.base import WrittenSection
from generation.exports.layout import lay_out
from generation.exports.shelves import Document
from generation.web.reader.retitling import put_together
from generation.web.titles import take_apart


def section(body: str, *, key: str = "chapter_1", title: str = "Chapter 1", kind: str = "prose"):
    return WrittenSection(key=key, kind=kind, title=title, body=body)


@pytest.mark.parametrize(
    ("written", "title", "text"),
    [
        (section("Text."), "Chapter 1", "Text."),
        (section("## Own\n\nText."), "Own", "Text."),
        (section("**Own**\n\nText."), "Chapter 1: Own", "Text."),
        (section("Own\n\nText.", title="Own"), "Own", "Text."),
        (section("# Product\n\nText.", key="cover", title="Cover"), "Product", "Text."),
        (section("## Own\n\nText.", key="bridge", title="Bridge"), "Bridge", "## Own\n\nText."),
        (section("## Own\n\nText.", kind="email", title="Email 1"), "Email 1", "## Own\n\nText."),
    ],
)
def test_the_title_that_is_shown_is_taken_out_of_the_text(written, title, text):
    assert take_apart(written) == (title, text)
    assert put_together(written, title, text) == (None, written.body)


@pytest.mark.parametrize(
    ("written", "title", "text", "stored"),
    [
        (section("Text."), "New", "Text.", ("New", "Text.")),
        (section("Text."), "New", "## Sub\n\nText.", ("New", "## New\n\n## Sub\n\nText.")),
        (section("# Own\n\nText."), "Own", "More.", ("Own", "# Own\n\nMore.")),
        (section("# Own\n\nText."), "New", "Text.", ("New", "## New\n\nText.")),
        (section("**Own**\n\nText."), "New", "Text.", ("New", "## New\n\nText.")),
        (section("Text.", key="cover", title="Cover"), "Cover", "More.", (None, "More.")),
        (section("Text.", key="cover", title="Cover"), "New", "Text.", (None, "## New\n\nText.")),
        (section("Text.", kind="email", title="Email 1"), "New", "## Sub", ("New", "## Sub")),
    ],
)
def test_what_is_stored_is_shown_as_it_was_edited(written, title, text, stored):
    assert put_together(written, title, text) == stored
    kept = section(stored[1], key=written.key, title=stored[0] or written.title, kind=written.kind)
    assert take_apart(kept) == (title, text)


@pytest.mark.parametrize("body", ["# Own\n\nText.", "Text."])
def test_an_export_calls_a_chapter_as_it_was_edited(body):
    title, text = put_together(section(body), "New *title*", "### Sub\n\nText.")

    page = lay_out(Document(label="", title="P", file_title="", sections=(section(text, title=title),)))

    assert page.contents == ("New *title*",)
