"""A book as EPUB."""

import re

import pytest

from generation.exports.content import narrow
from generation.exports.epub import write_funnel
from tests.support.books import complaints_about, read_zipped, texts_of
from tests.support.exported import small_content
from tests.support.hostile import hostile_content

CONTENTS = {
    "a product": narrow(small_content(), "lead_magnet"),
    "a funnel": small_content(language="de"),
    "hostile": hostile_content(),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_a_checker_finds_nothing_wrong(name, tmp_path, epubcheck):
    assert complaints_about(write_funnel(CONTENTS[name]), tmp_path, checker=epubcheck) == ""


def test_a_file_says_its_title_author_and_language():
    about = read_zipped(write_funnel(narrow(small_content(language="nl"), "lead_magnet")), "EPUB/content.opf")

    assert ">The 40-Minute Inbox</dc:title>" in about
    assert ">Harbour Desk</dc:creator>" in about
    assert "<dc:language>nl</dc:language>" in about


def test_the_first_page_is_the_title_with_what_the_cover_says():
    page = read_zipped(write_funnel(narrow(small_content(), "lead_magnet")), "EPUB/text/title_page.xhtml")

    assert "The 40-Minute Inbox" in page
    assert "From 200 unread to none before lunch" in page
    assert "Harbour Desk" in page


def test_the_contents_lead_to_every_chapter():
    navigation = read_zipped(
        write_funnel(narrow(small_content(language="fr"), "lead_magnet")), "EPUB/nav.xhtml"
    )

    assert ">Sommaire<" in navigation
    assert re.search(r'href="text/[^"]+">Clear the deck<', navigation)
    assert re.search(r'href="text/[^"]+">Keep it clear<', navigation)


def test_the_same_content_gives_the_same_bytes_whatever_the_time():
    epub = write_funnel(small_content())

    assert '"dcterms:modified">1970-01-01T00:00:00Z<' in read_zipped(epub, "EPUB/content.opf")
    assert epub == write_funnel(small_content())


def test_hostile_text_is_text():
    epub = write_funnel(hostile_content())

    pages = texts_of(epub) + read_zipped(epub, "EPUB/nav.xhtml")
    assert not re.search(r"<(script|img|iframe|div onclick)\b", pages)
    assert not re.search(r'href="(javascript|data|file):', pages)
    assert 'properties="scripted"' not in read_zipped(epub, "EPUB/content.opf")
