"""CSV, as a Markdown table: a row stays a line, and its names are said once, above it."""

import csv
import io
from collections.abc import Iterator

from generation.uploads import plain
from generation.uploads.errors import UploadCode, UploadError

_DELIMITERS = ",;\t|"
_SAYS_DELIMITER = "sep="  # Excel's own first line
_MOST_COLUMNS = 200


def read(data: bytes) -> str:
    """Return the table with the first row as its head. Empty rows are left out.

    Nothing pads its columns: spaces would be paid for as words are. Raises UploadError.
    """
    rows = list(_rows(plain.read(data)))
    if not rows:
        return ""
    width = max(map(len, rows))
    if width > _MOST_COLUMNS:
        says = f"The table has {width:,} columns. {_MOST_COLUMNS} are the most: keep those that matter."
        raise UploadError(UploadCode.UNREADABLE_FILE, says)
    head, *body = (_line([*row, *[""] * (width - len(row))]) for row in rows)
    return "\n".join([head, "|" + "---|" * width, *body])


def _rows(text: str) -> Iterator[list[str]]:
    """Yield the rows that hold something. No text of this length, without NUL, is refused by the reader."""
    first, _, rest = text.partition("\n")
    if first.lower().startswith(_SAYS_DELIMITER):
        text = rest
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    yield from (cells for cells in lines if any(cell.strip() for cell in cells))


def _delimiter(text: str) -> str:
    """Return what parts the cells: what stands most often in the first line that holds any text."""
    first = next(filter(str.strip, io.StringIO(text)), "")
    return max(_DELIMITERS, key=first.count)


def _line(cells: list[str]) -> str:
    return "|" + "|".join(" ".join(cell.replace("|", "\\|").split()) for cell in cells) + "|"
