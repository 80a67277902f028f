"""The columns of a file of many: what one item of a batch may say, by the blueprint's own schemas."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from generation.blueprints.base import Blueprint
from generation.blueprints.shapes import Holds, Schema, shapes_of
from generation.engine.batches.items import BatchItem

CellKind = Literal["text", "texts", "number", "yes_or_no"]

_HOLDERS = ("brief", "inputs")
_KINDS: Mapping[Holds, CellKind] = {
    "texts": "texts",
    "choices": "texts",
    "number": "number",
    "yes_or_no": "yes_or_no",
}


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column by its dotted name, and what its cells hold."""

    name: str
    kind: CellKind


def columns_of(kind: Blueprint) -> tuple[Column, ...]:
    """Return what a row may say: which funnel or what new one, the kind's inputs, and how it is to run."""
    own = [column for column in _columns(BatchItem.model_json_schema()) if column.name not in _HOLDERS]
    about = [column for column in own if column.name in ("funnel", "name", "language")]
    how = [column for column in own if column not in about]
    return (*about, *_columns(kind.brief_schema, "brief."), *_columns(kind.inputs_schema, "inputs."), *how)


def _columns(schema: Schema, before: str = "") -> Iterator[Column]:
    for shape in shapes_of(schema):
        yield Column(name=f"{before}{shape.path}", kind=_KINDS.get(shape.holds, "text"))
