"""Uploads: a file that a person gives becomes text at once, and only the text is kept."""

from typing import Protocol

from generation.texts import is_blank, wrong_with_text
from generation.tidying import tidy
from generation.uploads.errors import UploadCode, UploadError
from generation.uploads.formats import FORMATS, PDF, Format, format_of
from generation.uploads.limits import MOST_BYTES, MOST_CHARACTERS, too_much_text
from generation.uploads.names import shown_name

__all__ = [
    "ACCEPTED",
    "MOST_BYTES",
    "MOST_CHARACTERS",
    "UploadCode",
    "UploadError",
    "read_upload",
    "shown_name",
]

ACCEPTED = ",".join(ending for each in FORMATS for ending in each.endings)
"""What a file field lets people choose from."""

_EMPTY = "This file is empty. Choose the one with the text."
_NO_TEXT = "There is no text in this file. Choose another, or paste its text."
_SCANNED = (
    "There is no text in this PDF: its pages may be pictures, as a scanner makes them. "
    "Have their text recognised and save it anew, or paste the text."
)


class Readable(Protocol):
    """A file as a request brings it, or any other: it is read once."""

    def read(self, most_bytes: int, /) -> bytes: ...


def read_upload(name: str, file: Readable) -> str:
    """Return the file as Markdown or plain text: tidy, not blank, and fit to be handed to a writer.

    It takes a second as a rule, and half a minute at worst. `name` is looked at for its ending alone.
    Raises UploadError, whatever the file holds.
    """
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        says = f"This file is too large; {MOST_BYTES // 1_000_000} MB are the most. Leave its pictures out."
        raise UploadError(UploadCode.TOO_LARGE, says)
    if not data:
        raise UploadError(UploadCode.NO_TEXT, _EMPTY)
    kind = format_of(name, data)
    return _checked(tidy(kind.read(data)), kind)


def _checked(text: str, kind: Format) -> str:
    if is_blank(text):
        raise UploadError(UploadCode.NO_TEXT, _SCANNED if kind == PDF else _NO_TEXT)
    if len(text) > MOST_CHARACTERS:
        raise too_much_text(f"This file holds {len(text):,} characters of text.")
    if wrong := wrong_with_text(text):
        raise UploadError(UploadCode.UNUSABLE_TEXT, f"{wrong} Then choose the file again.")
    return text
