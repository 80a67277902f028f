"""The columns of a file of many: what one item of a batch may say, by the blueprint's own schemas."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from generation.blueprints.base import Blueprint
from generation.engine.batches.items import BatchItem

CellKind = Literal["text", "texts", "number", "yes_or_no"]

_HOLDERS = ("brief", "inputs")
_KINDS: Mapping[str, CellKind] = {
    "array": "texts",
    "integer": "number",
    "number": "number",
    "boolean": "yes_or_no",
}


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column by its dotted name, and what its cells hold."""

    name: str
    kind: CellKind


def columns_of(kind: Blueprint) -> tuple[Column, ...]:
    """Return what a row may say: which funnel or what new one, the kind's inputs, and how it is to run."""
    item = BatchItem.model_json_schema()
    own = [column for column in _columns(item, item) if column.name not in _HOLDERS]
    about = [column for column in own if column.name in ("funnel", "name", "language")]
    how = [column for column in own if column not in about]
    brief = _columns(kind.brief_schema, kind.brief_schema, "brief.")
    inputs = _columns(kind.inputs_schema, kind.inputs_schema, "inputs.")
    return (*about, *brief, *inputs, *how)


def needed_objects(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object with nothing in it but the objects that the schema does not let be left out."""
    return _needed(schema, schema)


def _needed(schema: Mapping[str, Any], root: Mapping[str, Any]) -> dict[str, Any]:
    shapes = {name: _resolved(schema["properties"][name], root) for name in schema.get("required", ())}
    return {name: _needed(shape, root) for name, shape in shapes.items() if "properties" in shape}


def _columns(schema: Mapping[str, Any], root: Mapping[str, Any], before: str = "") -> Iterator[Column]:
    for name, field in schema.get("properties", {}).items():
        shape = _resolved(field, root)
        if "properties" in shape:
            yield from _columns(shape, root, f"{before}{name}.")
        else:
            yield Column(name=f"{before}{name}", kind=_KINDS.get(shape.get("type", ""), "text"))


def _resolved(field: Mapping[str, Any], root: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the field's own shape: what it refers to, or what it is where it is not left out."""
    if reference := field.get("$ref"):
        found: Mapping[str, Any] = root["$defs"][reference.rpartition("/")[2]]
        return found
    for choice in field.get("anyOf", ()):
        if choice.get("type") != "null":
            return _resolved(choice, root)
    return field
