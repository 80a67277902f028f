"""Tables as spreadsheets save them: what parts their cells, and their rows."""

import csv
import io
from collections.abc import Iterator

_DELIMITERS = ",;\t|"
_SAYS_DELIMITER = "sep="  # Excel's own first line


def rows_of(text: str) -> Iterator[list[str]]:
    """Yield the rows that hold something, their cells as they stand. Raises csv.Error."""
    first, _, rest = text.partition("\n")
    if first.lower().startswith(_SAYS_DELIMITER):
        text = rest
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    yield from (cells for cells in lines if any(cell.strip() for cell in cells))


def _delimiter(text: str) -> str:
    """Return what parts the cells: what stands most often in the first line that holds any text."""
    first = next(filter(str.strip, io.StringIO(text)), "")
    return max(_DELIMITERS, key=first.count)
