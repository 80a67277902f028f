"""CSV, as a Markdown table: a row stays a line, and its names are said once, above it."""

from generation.delimited import rows_of
from generation.uploads import plain
from generation.uploads.errors import UploadCode, UploadError

_MOST_COLUMNS = 200


def read(data: bytes) -> str:
    """Return the table with the first row as its head. Empty rows are left out.

    Nothing pads its columns: spaces would be paid for as words are. Raises UploadError.
    """
    rows = list(rows_of(plain.read(data)))  # no text of this length, without NUL, is refused
    if not rows:
        return ""
    width = max(map(len, rows))
    if width > _MOST_COLUMNS:
        says = f"The table has {width:,} columns. {_MOST_COLUMNS} are the most: keep those that matter."
        raise UploadError(UploadCode.UNREADABLE_FILE, says)
    head, *body = (_line([*row, *[""] * (width - len(row))]) for row in rows)
    return "\n".join([head, "|" + "---|" * width, *body])


def _line(cells: list[str]) -> str:
    return "|" + "|".join(" ".join(cell.replace("|", "\\|").split()) for cell in cells) + "|"
