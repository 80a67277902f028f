"""Takes the text out of a PDF.

A program, run by itself: `python pdf_text.py MOST_CHARACTERS <file.pdf >text`. Where it refuses the file it
ends with 100 and tells why (children.py).
"""

import io
import json
import logging
import sys
from typing import NoReturn

from pypdf import PdfReader

MOST_PAGES = 300  # slides have few words; what has many is refused long before

_REFUSED = 100
_LOCKED = "This PDF is protected by a password. Save it without one, and choose it again."


def main() -> None:
    logging.disable()  # a malformed file is worth a warning for each of its objects
    text = _text_of(PdfReader(io.BytesIO(sys.stdin.buffer.read())), most_characters=int(sys.argv[1]))
    sys.stdout.buffer.write(text.encode(errors="replace"))


def _text_of(reader: PdfReader, *, most_characters: int) -> str:
    """Return the text of all pages, the pages parted by blank lines; looks at no more than it needs to."""
    if reader.is_encrypted and not reader.decrypt(""):  # many are locked against changes alone
        _refuse("unreadable_file", _LOCKED)
    pages = len(reader.pages)
    if pages > MOST_PAGES:
        says = f"This PDF has {pages:,} pages. {MOST_PAGES} are the most: save those that matter as a PDF."
        _refuse("too_much_text", says)
    texts: list[str] = []
    for number, page in enumerate(reader.pages, start=1):
        texts.append(page.extract_text().strip())
        if sum(map(len, texts)) > most_characters:
            says = f"The first {number} of {pages} pages hold more than {most_characters:,} characters."
            _refuse("too_much_text", f"{says} Save the pages that matter as a PDF, and choose that file.")
    return "\n\n".join(texts)


def _refuse(code: str, message: str) -> NoReturn:
    sys.stdout.write(json.dumps([code, message]))
    sys.exit(_REFUSED)


if __name__ == "__main__":
    main()
