"""How a request's body is read: JSON that PostgreSQL can hold, and not too much of it."""

import io
from collections.abc import Mapping
from typing import IO, Any

from rest_framework import exceptions, parsers, status

from generation.storable import wrong_with_json

MOST_BYTES = 1_000_000


class TooLarge(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        super().__init__(f"That is more than {most_bytes:,} bytes.")


class LengthRequired(exceptions.APIException):
    """The framework takes a body of unannounced length for none, and would do less than was asked."""

    status_code = status.HTTP_411_LENGTH_REQUIRED
    default_code = "length_required"
    default_detail = "Send the body whole, with its Content-Length, not in chunks."


class JsonParser(parsers.JSONParser):
    """JSON without what cannot be kept."""

    most_bytes = MOST_BYTES

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        body = read_at_most(self.most_bytes, stream)
        try:
            data = super().parse(io.BytesIO(body), media_type, parser_context)
        except RecursionError as error:
            raise exceptions.ParseError("This JSON is nested too deeply.") from error
        if wrong := wrong_with_json(data):
            raise exceptions.ParseError(wrong)
        return data


def read_at_most(most_bytes: int, stream: IO[bytes]) -> bytes:
    """Return the whole body; raises TooLarge for one that is longer."""
    body = stream.read(most_bytes + 1)
    if len(body) > most_bytes:
        raise TooLarge(most_bytes)
    return body
