"""What a file is: by its bytes first, and then by its name."""

import pytest

from generation.uploads import UploadCode
from generation.uploads.formats import CSV, DOCX, PDF, TEXT, format_of
from tests.support.uploads import refusal

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.pdf", b"%PDF-1.7", PDF),
        ("a.PDF", b"\r\n\r\n%PDF-1.7", PDF),
        ("", b"%PDF-1.7", PDF),
        ("a.bin", b"%PDF-1.7", PDF),
        ("a.pdf", b"From: ana\r\n\r\n%PDF-1.7\n%%EOF\n", PDF),
        ("a.md", b"A PDF begins with `%PDF-`.", TEXT),
        ("a.docx", b"PK\x03\x04", DOCX),
        ("a", b"PK\x03\x04", DOCX),
        ("a.csv", b"A,B", CSV),
        ("a.tsv", b"A\tB", CSV),
        ("a.txt", b"A,B", TEXT),
        ("a.md", b"# A", TEXT),
        ("=cmd|' /C calc'!A0", b"A", TEXT),
    ],
)
def test_a_file_is_what_its_bytes_say_and_a_text_what_its_name_says(name, data, kind):
    assert format_of(name, data) == kind


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        (
            "a.txt",
            b"%PDF-1.7",
            "This file is named as a text, and is a PDF. Rename it, or choose the right one.",
        ),
        ("a.csv", b"PK\x03\x04", "This file is named as a CSV table, and is a Word document."),
        ("a.docx", b"%PDF-1.7", "This file is named as a Word document, and is a PDF."),
        ("a.docx", b"words", "This file is named as a Word document, and is a text."),
        ("a.pdf", b"words", "This file is named as a PDF, and is a text."),
        ("a.docx", _OLE, "This is a file in an old format of Office (.doc, .xls, .ppt). Save it as .docx"),
        ("a.rtf", b"{\\rtf1 words}", "This is a file in RTF. Save it as .docx or PDF."),
        ("a.txt", b"\x89PNG\r\n\x1a\n", "This is a picture. Choose a PDF, a Word document (.docx), Markdown"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "This is a picture."),
    ],
)
def test_what_is_not_read_here_or_misnamed_is_told_plainly(name, data, says):
    code, told = refusal(name, data)

    assert code == UploadCode.UNSUPPORTED_FILE
    assert told.startswith(says)


def test_a_document_with_a_password_is_told_from_an_old_one():
    code, says = refusal("a.docx", _OLE + "EncryptedPackage".encode("utf-16-le"))

    assert (code, says) == (
        UploadCode.UNREADABLE_FILE,
        "This document is protected by a password. Save it without one, and choose it again.",
    )
