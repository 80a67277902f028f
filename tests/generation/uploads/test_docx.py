"""Word documents: as Markdown, or why not. What they unpack to is counted, whatever they say of it."""

import pytest

from generation.uploads import UploadCode
from tests.support.uploads import BODY, declaring, docx_of, paragraph, read, refusal, table, zip_of

_EMPTY = "<w:p/>"


def test_headings_words_and_tables_become_markdown():
    document = docx_of(
        paragraph("Plans", style="Heading1"),
        paragraph("Grow &amp; learn"),
        table(
            [paragraph("Year"), paragraph("Aim")], [paragraph("2027"), paragraph("One") + paragraph("Two")]
        ),
    )

    assert read("plans.docx", document) == (
        "# Plans\n\nGrow & learn\n\n| Year | Aim |\n|----|----|\n| 2027 | One; Two |"
    )


def test_pictures_are_left_out_unread():
    document = docx_of(paragraph("Words"), parts={"word/media/a.png": b" " * 30_000_000})

    assert read("plans.docx", document) == "Words"


def test_too_much_text_is_counted_before_it_is_read():
    code, says = refusal("plans.docx", docx_of(*[paragraph("word " * 100)] * 200))

    assert code == UploadCode.TOO_MUCH_TEXT
    assert says.startswith("This Word document holds 100,000 characters. 60,000 are the most")


@pytest.mark.parametrize(
    "data",
    [
        docx_of(_EMPTY, parts={"word/styles.xml": b" " * 60_000_000}),
        docx_of(_EMPTY * 4_000_000),
        docx_of(_EMPTY * 900_000),
        docx_of(paragraph("word " * 100) * 50_000),
        docx_of(_EMPTY, parts={f"{number}.bin": b"" for number in range(5001)}),
        declaring(50_000_000, docx_of(_EMPTY)),
    ],
    ids=[
        "a part of spaces",
        "unpacks to 24 MB",
        "unpacks to 5 MB",
        "unpacks to words without end",
        "thousands of entries",
        "declares 200 MB",
    ],
)
def test_a_zip_bomb_is_refused_before_it_is_unpacked(data):
    code, says = refusal("plans.docx", data)

    assert code == UploadCode.UNREADABLE_FILE
    assert says.startswith("This Word document unpacks to far more than a document holds.")


def test_sizes_that_a_zip_declares_are_not_believed():
    data = declaring(100, docx_of(_EMPTY * 4_000_000))

    assert refusal("plans.docx", data)[0] == UploadCode.UNREADABLE_FILE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_with_entities_of_its_own_is_refused(encoding):
    xml = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><a>&a;</a>'

    code, says = refusal("plans.docx", docx_of(parts={BODY: xml.encode(encoding)}))

    assert code == UploadCode.UNREADABLE_FILE
    assert "declares entities of its own" in says


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        (
            {"xl/workbook.xml": ""},
            "This is an Excel workbook. Save the sheet as CSV UTF-8, and choose that file.",
        ),
        (
            {"ppt/presentation.xml": ""},
            "This is a PowerPoint presentation. Save it as PDF, and choose that file.",
        ),
        ({"mimetype": ""}, "This is a document of another program."),
        ({"../../evil.txt": "x"}, "This is a ZIP archive. Unpack it, and choose the files in it one by one."),
        ({}, "This is a ZIP archive."),
    ],
)
def test_another_zip_is_told_by_what_it_is(parts, says):
    code, told = refusal("plans.docx", zip_of(parts))

    assert code == UploadCode.UNSUPPORTED_FILE
    assert told.startswith(says)


@pytest.mark.parametrize(
    "data",
    [
        docx_of(paragraph("Cut in the middle"))[:600],
        docx_of(parts={BODY: b"\xff\x00 no XML"}),
    ],
    ids=["cut", "no XML"],
)
def test_a_broken_document_is_refused(data):
    code, says = refusal("plans.docx", data)

    assert code == UploadCode.UNREADABLE_FILE
    assert says.startswith("This Word document cannot be read: it is damaged, or too much to take apart.")
