"""Markdown and plain text, in every way that spreadsheets and editors write letters."""

import codecs

import pytest

from generation.uploads import UploadCode
from tests.support.uploads import read, refusal

TEXT = "# Größe\n\n- 12 €\n- 日本"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode(),
    ],
)
def test_a_text_is_read_as_it_stands(data):
    assert read("notes.md", data) == TEXT


def test_letters_of_an_old_code_page_are_refused_with_what_would_be_right():
    assert refusal("notes.txt", TEXT.encode("cp1252", "replace")) == (
        UploadCode.UNREADABLE_FILE,
        "The letters of this file are not written in UTF-8. Save it as UTF-8, and choose it again.",
    )


@pytest.mark.parametrize(
    "data", [b"\x7fELF\x02\x01\x01\x00", b"a\x00b", TEXT.encode("utf-32"), b"\xff\x00\xfe", b"\xff\xfea"]
)
def test_what_is_no_text_is_refused(data):
    code, _ = refusal("notes.txt", data)

    assert code in (UploadCode.UNSUPPORTED_FILE, UploadCode.UNREADABLE_FILE)


def test_far_too_much_text_is_refused_with_its_length():
    code, says = refusal("notes.md", b"word " * 100_000)

    assert code == UploadCode.TOO_MUCH_TEXT
    assert says.startswith(
        "The file holds 500,000 characters. 60,000 are the most: keep the part that matters"
    )
