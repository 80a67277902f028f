"""How a request's body is read: JSON that PostgreSQL can hold, and not too much of it."""

import math
from collections.abc import Iterator, Mapping
from typing import IO, Any

from rest_framework import exceptions, parsers, status

MOST_BYTES = 1_000_000


class TooLarge(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"
    default_detail = f"That is more than {MOST_BYTES:,} bytes."


class JsonParser(parsers.JSONParser):
    """JSON without what a JSONB column refuses: NUL and half characters, numbers beyond all measure."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        request = (parser_context or {})["request"]
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
            raise TooLarge
        try:
            data = super().parse(stream, media_type, parser_context)
            _check(data)
        except RecursionError as error:
            raise exceptions.ParseError("This JSON is nested too deeply.") from error
        return data


def _check(data: Any) -> None:
    for value in _leaves(data):
        if isinstance(value, str) and not _is_storable(value):
            raise exceptions.ParseError("A text holds a character that cannot be stored.")
        if isinstance(value, float) and not math.isfinite(value):
            raise exceptions.ParseError("A number is too large.")


def _leaves(data: Any) -> Iterator[Any]:
    """Yield every text, number and name in `data`."""
    if isinstance(data, dict):
        yield from data
        for value in data.values():
            yield from _leaves(value)
    elif isinstance(data, list):
        for value in data:
            yield from _leaves(value)
    else:
        yield data


def _is_storable(text: str) -> bool:
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)
