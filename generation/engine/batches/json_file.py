"""A batch as a file of JSON: the items as the API takes them, in a list or under `items`."""

import json
from typing import Any

from generation.engine.batches.items import Row
from generation.errors import InvalidRequestError

_BEFORE_ALL = b"\xef\xbb\xbf \t\r\n"
_SHAPE = "Give a list of items, or an object that has such a list under `items` and nothing else."


def is_json(content: bytes) -> bool:
    """Whether the file is one of JSON: no table begins like that."""
    return content.lstrip(_BEFORE_ALL)[:1] in (b"[", b"{")


def read_json_file(content: bytes) -> list[Row]:
    """Return the items as rows, counted from 1; raises InvalidRequestError where it is no such file."""
    try:
        data: Any = json.loads(content)
    except (ValueError, RecursionError) as error:
        at = f" in line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise InvalidRequestError({"file": f"This JSON cannot be read; something is wrong{at}."}) from error
    items = data["items"] if isinstance(data, dict) and data.keys() == {"items"} else data
    if not isinstance(items, list):
        raise InvalidRequestError({"file": _SHAPE})
    return [Row(number=number, fields=fields) for number, fields in enumerate(items, start=1)]
