"""A list of products as a spreadsheet holds it, one of the fields of the inputs."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generation.blueprints.base import SourceError

MOST_PRODUCTS = 60
"""How many are told to the writer: a page names a few, and every one costs in every prompt."""

_LONGEST_CELL = 300


@dataclass(frozen=True)
class Catalogue:
    """The products of a CSV in one field of the inputs, a line each; "" where nobody filled it.

    Raises SourceError where the text has no header with at least two columns, or no product.
    """

    field: str

    def __call__(self, inputs: Mapping[str, Any]) -> str:
        text = str(inputs.get(self.field) or "").strip()
        return "\n".join(_told(read_catalogue(text))) if text else ""


def read_catalogue(text: str) -> Sequence[Mapping[str, str]]:
    """Return the products of a CSV with commas, semicolons or tabs, by the names in its first line."""
    rows = list(_rows(text))
    if not rows or len(rows[0]) < 2:
        raise SourceError("Begin the catalogue with a line of column names, such as name,price,stock.")
    header, *products = rows
    found = [dict(zip(header, cells, strict=False)) for cells in products if any(cells)]
    if not found:
        raise SourceError("The catalogue holds no product below its line of column names.")
    return found


def _rows(text: str) -> Iterator[list[str]]:
    first_line = text.partition("\n")[0]
    delimiter = max(",;\t", key=first_line.count)
    try:
        for row in csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=delimiter):
            yield [" ".join(cell.split())[:_LONGEST_CELL] for cell in row]
    except csv.Error as error:
        raise SourceError(f"The catalogue is no CSV: {error}.") from error


def _told(products: Sequence[Mapping[str, str]]) -> Iterator[str]:
    yield f"{len(products)} {'product' if len(products) == 1 else 'products'}:"
    for product in products[:MOST_PRODUCTS]:
        yield "- " + "; ".join(f"{name}: {value}" for name, value in product.items() if name and value)
    if (left := len(products) - MOST_PRODUCTS) > 0:
        yield f"{left} more are not listed here."
