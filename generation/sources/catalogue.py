"""A list of products as a spreadsheet holds it, one of the fields of the inputs."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generation.blueprints.base import SourceError
from generation.delimited import rows_of

MOST_PRODUCTS = 60
"""How many are told to the writer: a page names a few, and every one costs in every prompt."""

_LONGEST_CELL = 300
_TABLE = re.compile(r"\|.*\n\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*(?:\n|$)")
_BAR = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class Catalogue:
    """The products of a table in one field of the inputs, a line each; "" where nobody filled it.

    Raises SourceError where the text has no header with at least two columns, no product, or more cells in
    a line than columns.
    """

    field: str

    def __call__(self, inputs: Mapping[str, Any]) -> str:
        text = str(inputs.get(self.field) or "").strip()
        return "\n".join(_told(read_catalogue(text))) if text else ""


def read_catalogue(text: str) -> Sequence[Mapping[str, str]]:
    """Return the products of a table by the names in its first line. Raises SourceError."""
    header, *products = catalogue_rows(text) or [[]]
    if len(header) < 2:
        raise SourceError("Begin the catalogue with a line of column names, such as name,price,stock.")
    if not products:
        raise SourceError("The catalogue holds no product below its line of column names.")
    for cells in products:
        if any(cells[len(header) :]):
            shown = ", ".join(cells)[:80]
            raise SourceError(f"A line has more cells than there are column names: {shown}.")
    return [dict(zip(header, cells, strict=False)) for cells in products]


def catalogue_rows(text: str) -> list[list[str]]:
    """Return the rows of a CSV, or of a Markdown table as an upload makes one of it; raises SourceError.

    The first has no empty cells at its end.
    """
    try:
        rows = [[" ".join(cell.split())[:_LONGEST_CELL] for cell in cells] for cells in _rows(text)]
    except csv.Error as error:
        raise SourceError(f"The catalogue is no CSV: {error}.") from error
    while rows and rows[0] and not rows[0][-1]:
        rows[0].pop()
    return rows


def _rows(text: str) -> Iterator[list[str]]:
    if not _TABLE.match(text):
        yield from rows_of(text.removeprefix("\ufeff"))
        return
    head, _, *body = text.splitlines()
    for line in filter(str.strip, (head, *body)):
        cells = _BAR.split(line.strip().removeprefix("|").removesuffix("|"))
        yield [cell.replace("\\|", "|") for cell in cells]


def _told(products: Sequence[Mapping[str, str]]) -> Iterator[str]:
    yield f"{len(products)} {'product' if len(products) == 1 else 'products'}:"
    for product in products[:MOST_PRODUCTS]:
        yield "- " + "; ".join(f"{name}: {value}" for name, value in product.items() if name and value)
    if (left := len(products) - MOST_PRODUCTS) > 0:
        yield f"{left} more are not listed here."
