"""The kinds of files that are read: one line each. What a file is its bytes say first, and then its name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from generation.uploads import docx, pdf, plain, tables
from generation.uploads.errors import UploadCode, UploadError
from generation.uploads.names import ending_of

_WHAT_IS_READ = "Choose a PDF, a Word document (.docx), Markdown, plain text or CSV."


@dataclass(frozen=True, kw_only=True)
class Format:
    """`title` is what a person is told that a file is; `endings` are what its name may end in."""

    title: str
    endings: tuple[str, ...]
    read: Callable[[bytes], str]


PDF = Format(title="a PDF", endings=(".pdf",), read=pdf.read)
DOCX = Format(title="a Word document", endings=(".docx",), read=docx.read)
TEXT = Format(title="a text", endings=(".txt", ".md", ".markdown"), read=plain.read)
CSV = Format(title="a CSV table", endings=(".csv", ".tsv"), read=tables.read)

FORMATS = (PDF, DOCX, TEXT, CSV)

_LOOKED_AT = 1024  # so far into a file a PDF may begin, and so far before the end it ends
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_OTHERS: Mapping[bytes, str] = {
    b"{\\rtf": f"This is a file in RTF. Save it as .docx or PDF. {_WHAT_IS_READ}",
    b"\x89PNG": f"This is a picture. {_WHAT_IS_READ}",
    b"\xff\xd8\xff": f"This is a picture. {_WHAT_IS_READ}",
    b"GIF8": f"This is a picture. {_WHAT_IS_READ}",
}


def format_of(name: str, data: bytes) -> Format:
    """Return what the file is. Raises UploadError where that is not read here, or not what its name says."""
    found = _by_content(data)
    meant = next((each for each in FORMATS if ending_of(name) in each.endings), found)
    if (found, meant) == (TEXT, CSV):
        return CSV
    if found != meant:
        says = (
            f"This file is named as {meant.title}, and is {found.title}. Rename it, or choose the right one."
        )
        raise UploadError(UploadCode.UNSUPPORTED_FILE, says)
    return found


def _by_content(data: bytes) -> Format:
    """Return what its bytes say; what says nothing is a text, if anything."""
    if _is_pdf(data):
        return PDF
    if data.startswith(_ZIPS):
        return DOCX  # or another kind of ZIP: docx_parts.py looks into it
    if data.startswith(_OLE):
        raise _older(data)
    for beginning, says in _OTHERS.items():
        if data.startswith(beginning):
            raise UploadError(UploadCode.UNSUPPORTED_FILE, says)
    return TEXT


def _is_pdf(data: bytes) -> bool:
    """Whether it begins as one. Behind the head of a mail, say, its end tells it from a text about PDFs."""
    before, begins, _ = data[:_LOOKED_AT].partition(b"%PDF-")
    return bool(begins) and (not before.strip() or b"%%EOF" in data[-_LOOKED_AT:])


def _older(data: bytes) -> UploadError:
    """Return the error of a container in which Word keeps its old documents, and those with a password."""
    if _LOCKED in data:
        says = "This document is protected by a password. Save it without one, and choose it again."
        return UploadError(UploadCode.UNREADABLE_FILE, says)
    says = "This is a file in an old format of Office (.doc, .xls, .ppt). Save it as .docx, CSV or PDF."
    return UploadError(UploadCode.UNSUPPORTED_FILE, says)
