"""A batch as a file of JSON: a list of the API's items, or the body that the API takes."""

import json
from typing import Any, NoReturn

from generation.engine.batches.items import Row
from generation.engine.batches.verbs import MOST_ITEMS
from generation.errors import InvalidRequestError
from generation.storable import wrong_with_json

_SHAPE = "Give a list of items, or an object that has such a list under `items`."


def is_json(text: str) -> bool:
    """Whether the file is one of JSON: no table begins like that."""
    return text.lstrip()[:1] in ("[", "{")


def read_json_file(text: str) -> tuple[list[Row], dict[str, Any]]:
    """Return the items as rows, counted from 1, and what is said beside them, not looked at yet.

    Raises InvalidRequestError where it is no such file.
    """
    data = _read(text)
    items = data.get("items") if isinstance(data, dict) else data
    if not isinstance(items, list):
        raise InvalidRequestError({"file": _SHAPE})
    if len(items) > MOST_ITEMS:
        says = f"The file has {len(items):,} items; {MOST_ITEMS} are the most. Part it into several files."
        raise InvalidRequestError({"file": says})
    return [Row(number=number, fields=fields) for number, fields in enumerate(items, start=1)], _beside(data)


def _beside(data: Any) -> dict[str, Any]:
    said = {name: value for name, value in data.items() if name != "items"} if isinstance(data, dict) else {}
    if wrong := wrong_with_json(said):
        raise InvalidRequestError({"file": wrong})
    return said


def _read(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        at = f" in line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise InvalidRequestError({"file": f"This JSON cannot be read; something is wrong{at}."}) from error


def _refuse(constant: str) -> NoReturn:
    """Refuse what Python reads as a number and JSON does not know: NaN, Infinity."""
    raise InvalidRequestError({"file": f"{constant} is no number in JSON. Write a number, or leave it out."})
