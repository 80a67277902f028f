"""The inputs of a run as its form shows them, and what is typed there as the run keeps it."""

import math
from collections.abc import Mapping
from typing import Any

from generation.blueprints.shapes import Schema, Shape, needed_objects, shapes_of
from generation.web.funnels.values import normal


def shown_value(shape: Shape, inputs: Mapping[str, Any] | None) -> Any:
    """Return what the field shows of the inputs; where they leave it out, what is taken then."""
    said = _at(inputs or {}, shape.path)
    value = shape.default if said is None else said
    match shape.holds:
        case "choices":
            return list(value or ())
        case "texts":
            return "\n".join(map(str, value or ()))
        case "yes_or_no":
            return bool(value)
    return "" if value is None else str(value)


def inputs_of(schema: Schema, typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was typed, by the path of its field, as the inputs it stands for.

    What is not of its kind stays as it was typed, for the check to tell of. A field that is empty is left
    out, unless something stands there where it is: that was taken away.
    """
    inputs = needed_objects(schema)
    for shape in shapes_of(schema):
        value = _value(shape, typed.get(shape.path))
        if not _is_empty(value) or (shape.default and shape.holds != "number"):
            _put(inputs, shape.path, value)
    return inputs


def _value(shape: Shape, typed: Any) -> Any:
    match shape.holds:
        case "choices":
            return list(typed or ())
        case "texts":
            return [line.strip() for line in normal(typed or "").split("\n") if line.strip()]
        case "yes_or_no":
            return bool(typed)
        case "number":
            return _number(normal(typed or ""))
    return normal(typed or "")


def _is_empty(value: Any) -> bool:
    return value is False or value in ("", [])  # which 0 is not


def _number(text: str) -> Any:
    """Return the number; what is none, as it was typed."""
    for read in (int, float):
        try:
            number = read(text)
        except ValueError:
            continue
        if math.isfinite(number):
            return number
    return text


def _at(inputs: Mapping[str, Any], path: str) -> Any:
    value: Any = inputs
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _put(inputs: dict[str, Any], path: str, value: Any) -> None:
    *way, last = path.split(".")
    place = inputs
    for step in way:
        place = place.setdefault(step, {})
    place[last] = value
