"""A batch as a file: a table in CSV, one row an item, with dotted names over its columns."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from generation.blueprints.base import Blueprint
from generation.blueprints.shapes import needed_objects
from generation.engine.batches.columns import CellKind, Column, columns_of
from generation.engine.batches.header import Header, read_header
from generation.engine.batches.items import Row
from generation.engine.batches.json_file import is_json, read_json_file
from generation.engine.batches.verbs import MOST_ITEMS
from generation.errors import InvalidRequestError

MOST_BYTES = 5_000_000
"""Five hundred briefs with every field as long as people write it are a third of this."""

BETWEEN = "|"
"""What parts the texts in one cell: commas and semicolons stand in them, and no name may hold this."""

_DELIMITERS = ",;\t"
_SAYS_DELIMITER = "sep="  # Excel's own first line
_HEADER_ROW = 1
_WORDS = {"true": True, "yes": True, "false": False, "no": False}


@dataclass(frozen=True, kw_only=True)
class BatchFile:
    """An opened file: what it says `beside` its rows, not looked at yet; a table says nothing there.

    `rows_for` reads the rows as those of a kind. It raises InvalidRequestError where it is no such table.
    """

    beside: Mapping[str, Any]
    rows_for: Callable[[Blueprint], list[Row]]


def open_batch_file(content: bytes) -> BatchFile:
    """Open a table in CSV, or a file of JSON as the API would read it.

    Raises InvalidRequestError where it is neither.
    """
    text = _text_of(content)
    if not is_json(text):
        return BatchFile(beside={}, rows_for=lambda kind: _read_table(text, kind))
    rows, beside = read_json_file(text)
    return BatchFile(beside=beside, rows_for=lambda kind: rows)


def write_batch_file(kind: Blueprint, items: Iterable[Mapping[str, Any]]) -> str:
    """Return a file with a column for all that a row may say, and these items as its rows."""
    columns = [column for column in columns_of(kind) if column.name != "funnel"]
    table = io.StringIO()
    lines = csv.writer(table)
    lines.writerow([column.name for column in columns])
    lines.writerows([_cell(item, column) for column in columns] for item in items)
    return table.getvalue()


def _read_table(text: str, kind: Blueprint) -> list[Row]:
    """Return the table's rows, numbered as a spreadsheet does: the header is row 1.

    A mark at the start, semicolons, tabs, any line ends and empty rows are forgiven. What is wrong with the
    header, or with a row as such, comes as a row that is unreadable; all others are read.
    """
    columns = {column.name: column for column in columns_of(kind)}
    table = _numbered(text, set(columns))
    number, cells = next(table, (_HEADER_ROW, []))
    if not cells:
        raise InvalidRequestError({"file": "The file is empty. Its first row names the columns."})
    header = read_header(cells, columns)
    rows = [_row(place, line, header, kind) for place, line in _all_of(table)]
    return [*([Row(number=number, fields={}, unreadable=header.wrong)] if header.wrong else []), *rows]


def _text_of(content: bytes) -> str:
    """Return the file as text; a spreadsheet says by a mark at the start how it wrote it."""
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        says = "This is no text file in UTF-8. In a spreadsheet, save it as CSV UTF-8."
        raise InvalidRequestError({"file": says}) from error


def _numbered(text: str, names: set[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that holds something, with its number."""
    skipped = 0
    first, _, rest = text.partition("\n")
    if first.lower().startswith(_SAYS_DELIMITER):
        text, skipped = rest, 1
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text, names))
    try:
        for number, cells in enumerate(lines, start=_HEADER_ROW):
            if any(cell.strip() for cell in cells):
                yield number + skipped, cells
    except csv.Error as error:
        says = f"Line {lines.line_num + skipped} cannot be read as CSV: {error}."
        raise InvalidRequestError({"file": says}) from error


def _all_of(table: Iterator[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Return the rows below the first; raises InvalidRequestError where none or too many, read no further."""
    lines = list(islice(table, MOST_ITEMS + 1))
    if not lines:
        says = "The file has no rows below its first, which names the columns."
        raise InvalidRequestError({"file": says})
    if len(lines) > MOST_ITEMS:
        says = f"The file has more than {MOST_ITEMS} rows below its first. Part it into several files."
        raise InvalidRequestError({"file": says})
    return lines


def _delimiter(text: str, names: set[str]) -> str:
    """Return what parts the cells: what makes the most known names of the first line that holds any text."""
    first = next(filter(str.strip, io.StringIO(text, newline="")), "")

    def known(delimiter: str) -> int:
        return sum(cell.strip(' "').lower() in names for cell in first.split(delimiter))

    return max(_DELIMITERS, key=known)


def _row(number: int, cells: Sequence[str], header: Header, kind: Blueprint) -> Row:
    """Return a row; one that says something where the header names nothing has slipped, and is not read."""
    names = header.names
    for place, cell in enumerate(cells):
        if cell.strip() and not (place < len(names) and names[place]):
            says = "This cell has no name above it. Put a text that holds the separator in double quotes."
            return Row(number=number, fields={}, unreadable={f"column {place + 1}": says})
    return Row(number=number, fields=_fields(header, cells, kind))


def _fields(header: Header, cells: Sequence[str], kind: Blueprint) -> dict[str, Any]:
    """Return what the cells say, as an item sent in JSON would; an empty one says nothing.

    A new funnel's brief has the objects it needs, so that what is missing in them is named by its column.
    """
    fields: dict[str, Any] = {"brief": needed_objects(kind.brief_schema)}
    for column, cell in zip(header.columns, cells, strict=False):
        if column is None or not cell.strip():
            continue
        *way, last = column.name.split(".")
        place = fields
        for step in way:
            place = place.setdefault(step, {})
        place[last] = _as_sent(cell.strip(), column.kind)
    is_described = any(name.startswith("brief.") for name in header.names)
    if "funnel" in fields and not (is_described and fields["brief"] != needed_objects(kind.brief_schema)):
        del fields["brief"]
    return fields


def _as_sent(cell: str, kind: CellKind) -> Any:
    """Return the cell as JSON would say it; where it is not of its kind, as it was typed."""
    match kind:
        case "texts":
            return [text.strip() for text in cell.replace("\n", BETWEEN).split(BETWEEN) if text.strip()]
        case "number":
            return _number(cell)
        case "yes_or_no":
            return _WORDS.get(cell.lower(), cell)
    return cell


def _number(cell: str) -> Any:
    for read in (int, float):
        try:
            return read(cell)
        except ValueError:
            continue
    return cell


def _cell(item: Mapping[str, Any], column: Column) -> str:
    value: Any = item
    for step in column.name.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    if value is None:
        return ""
    return f" {BETWEEN} ".join(map(str, value)) if column.kind == "texts" else str(value)
