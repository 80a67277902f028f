"""Markdown and plain text: taken as they are, once it is known how their letters are written."""

import codecs

from generation.uploads.errors import UploadCode, UploadError
from generation.uploads.limits import MOST_CHARACTERS, too_much_text

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NO_TEXT_FILE = "This is no text file. Choose a PDF, a Word document (.docx), Markdown, plain text or CSV."
_NOT_UTF_8 = "The letters of this file are not written in UTF-8. Save it as UTF-8, and choose it again."


def read(data: bytes) -> str:
    """Return the text of the file; raises UploadError where it is none, or far too long."""
    text = _decoded(data)
    if "\0" in text:
        raise UploadError(UploadCode.UNSUPPORTED_FILE, _NO_TEXT_FILE)
    if len(text) > 2 * MOST_CHARACTERS:  # as much again may be blank
        raise too_much_text(f"The file holds {len(text):,} characters.")
    return text


def _decoded(data: bytes) -> str:
    """Return the text; without a mark at its start that says otherwise it must be UTF-8."""
    try:
        return data.decode("utf-16" if data.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\0" in data:
            raise UploadError(UploadCode.UNSUPPORTED_FILE, _NO_TEXT_FILE) from error
        raise UploadError(UploadCode.UNREADABLE_FILE, _NOT_UTF_8) from error
