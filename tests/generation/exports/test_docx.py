"""A book as DOCX."""

import io
from zipfile import ZipFile

from generation.exports.content import narrow
from generation.exports.docx import write_funnel
from tests.support.books import paragraphs_of, read_zipped
from tests.support.exported import small_content
from tests.support.hostile import hostile_content
from tests.support.launched import documents_content, launch_content


def styled(docx: bytes, *styles: str) -> list[str]:
    return [text for style, text in paragraphs_of(docx) if style in styles]


def test_a_product_has_its_title_its_author_and_a_heading_for_each_chapter():
    docx = write_funnel(narrow(small_content(), "lead_magnet"))

    assert styled(docx, "Title", "Author") == ["The 40-Minute Inbox", "Harbour Desk"]
    assert styled(docx, "Heading1") == ["Clear the deck", "Keep it clear"]
    assert styled(docx, "Heading2") == ["When it does not work"]


def test_the_contents_lead_to_the_chapters():
    docx = write_funnel(narrow(small_content(), "lead_magnet"))
    document = read_zipped(docx, "word/document.xml")

    assert styled(docx, "TOCHeading", "TOC1") == ["Contents", "Clear the deck", "Keep it clear"]
    assert 'w:anchor="chapter-1-1"' in document
    assert 'w:name="chapter-1-1"' in document


def test_a_whole_funnel_has_its_parts_above_its_chapters():
    docx = write_funnel(small_content())

    assert styled(docx, "Title", "Heading1") == [
        "Calm Inbox",
        "The 40-Minute Inbox",
        "Summaries",
        "Emails",
        "Listings",
        "Bundle",
    ]
    assert styled(docx, "Heading2")[:2] == ["Clear the deck", "Keep it clear"]


def test_the_contents_name_a_deck_and_not_its_slides():
    listed = styled(write_funnel(launch_content()), "TOC1", "TOC2")

    assert "Deck" in listed
    assert "Begin on Monday" in listed
    assert "Mail eats the morning" not in listed


def test_boxes_blanks_quotes_and_buttons_are_there():
    docx = write_funnel(narrow(small_content(), "lead_magnet"))

    assert any(
        text.startswith("\u2610") or "Close the inbox until 9:30" in text for _, text in paragraphs_of(docx)
    )
    assert len(styled(docx, "BlankLine")) == 1
    assert styled(docx, "BlockText") == ["Thank you for the note. I will answer on Thursday."]
    assert styled(docx, "Button") == ["Read it now"]


def test_pages_are_numbered_and_the_file_says_its_author_and_language():
    docx = write_funnel(narrow(small_content(language="de"), "lead_magnet"))

    assert "PAGE" in read_zipped(docx, "word/footer1.xml")
    assert "<dc:creator>Harbour Desk</dc:creator>" in read_zipped(docx, "docProps/core.xml")
    assert '<w:lang w:val="de"' in read_zipped(docx, "word/styles.xml")


def test_the_same_content_gives_the_same_bytes_whatever_the_time():
    docx = write_funnel(small_content())

    assert "1970-01-01T00:00:00Z</dcterms:created>" in read_zipped(docx, "docProps/core.xml")
    assert docx == write_funnel(small_content())


def test_nothing_in_it_tells_when_it_was_made():
    with ZipFile(io.BytesIO(write_funnel(small_content()))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_one_document_runs_on_below_its_title():
    styles = [
        style for style, _ in paragraphs_of(write_funnel(narrow(documents_content(), "company_profile")))
    ]

    assert styles == ["Title", "Author", "Heading2", "FirstParagraph", "Heading2", "FirstParagraph"]


def test_hostile_text_is_text():
    docx = write_funnel(hostile_content())

    document, links = (
        read_zipped(docx, f"word/{name}") for name in ("document.xml", "_rels/document.xml.rels")
    )
    assert "<script" not in document
    assert "&lt;script&gt;" in document
    assert "javascript:" not in links
    assert "file:" not in links
    assert "media/" not in links
