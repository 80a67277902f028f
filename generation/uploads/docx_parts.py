"""Takes the words out of a DOCX, a ZIP, into a small one: its XML, every byte of it counted, and no pictures.

A program, run by itself: `python docx_parts.py MOST_CHARACTERS <file.docx >parts.docx`. Where it refuses the
file it ends with 100 and tells why (children.py). No size that the ZIP declares is relied on.
"""

import io
import json
import re
import sys
from collections.abc import Iterator
from typing import NoReturn
from zipfile import ZipFile, ZipInfo

MOST_ENTRIES = 5000
MOST_DECLARED = 200_000_000  # pictures that were drawn and not photographed unpack to a lot
MOST_INFLATED = 20_000_000
MOST_HANDED_ON = 5_000_000  # Pandoc takes a hundred times this in memory; a long document is a fifth of it

_REFUSED = 100
_XML = (".xml", ".rels")
_BODY = "word/document.xml"
_WORDS = re.compile(rb"<w:t(?: [^<>]*)?>([^<]*)<")
_OTHERS = {
    "xl/": "This is an Excel workbook. Save the sheet as CSV UTF-8, and choose that file.",
    "ppt/": "This is a PowerPoint presentation. Save it as PDF, and choose that file.",
    "mimetype": "This is a document of another program. Save it as .docx or PDF, and choose that file.",
}
_ZIP = "This is a ZIP archive. Unpack it, and choose the files in it one by one."
_BOMB = "This Word document unpacks to far more than a document holds. Copy its text into a new one."
_DECLARES = "This Word document declares entities of its own, as none from Word does. Save it anew with Word."


def main() -> None:
    with ZipFile(io.BytesIO(sys.stdin.buffer.read())) as archive:
        entries = archive.infolist()
        _check_is_document([entry.filename for entry in entries])
        if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_DECLARED:
            _refuse("unreadable_file", _BOMB)
        parts = dict(_parts(archive, entries))
    _check_length(parts, most_characters=int(sys.argv[1]))
    with ZipFile(sys.stdout.buffer, "w") as small:
        for name, data in parts.items():
            small.writestr(name, data)


def _check_is_document(names: list[str]) -> None:
    if _BODY in names:
        return
    for beginning, says in _OTHERS.items():
        if any(name.startswith(beginning) for name in names):
            _refuse("unsupported_file", says)
    _refuse("unsupported_file", _ZIP)


def _parts(archive: ZipFile, entries: list[ZipInfo]) -> Iterator[tuple[str, bytes]]:
    """Yield the XML of the document, unpacked no further than it may be."""
    left = MOST_INFLATED
    for entry in entries:
        if not entry.filename.endswith(_XML):
            continue
        with archive.open(entry) as part:
            data = part.read(left + 1)
        left -= len(data)
        if left < 0:
            _refuse("unreadable_file", _BOMB)
        if b"<!DOCTYPE" in data.replace(b"\0", b""):  # in UTF-16 too
            _refuse("unreadable_file", _DECLARES)
        yield entry.filename, data


def _check_length(parts: dict[str, bytes], *, most_characters: int) -> None:
    """Refuse what is too long before Pandoc takes seconds to say so, and what is long without any words."""
    characters = sum(len(word.decode(errors="replace")) for word in _WORDS.findall(parts[_BODY]))
    if characters > most_characters:
        says = f"This Word document holds {characters:,} characters. {most_characters:,} are the most:"
        _refuse("too_much_text", f"{says} keep the part that matters, and choose that file.")
    if sum(map(len, parts.values())) > MOST_HANDED_ON:
        _refuse("unreadable_file", _BOMB)


def _refuse(code: str, message: str) -> NoReturn:
    sys.stdout.write(json.dumps([code, message]))
    sys.exit(_REFUSED)


if __name__ == "__main__":
    main()
