"""How a batch is sent: as JSON, as a CSV body, or as a CSV file in a form."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from rest_framework import parsers
from rest_framework.request import Request

from generation.api.parsing import JsonParser, TooLarge, read_at_most
from generation.api.serializers.batches import BatchFileSerializer, BatchOptionsSerializer, BatchSerializer
from generation.blueprints.base import Blueprint
from generation.engine.batches.file import MOST_BYTES, open_batch_file
from generation.engine.batches.items import Row


@dataclass(frozen=True, kw_only=True)
class SentBatch:
    """What was sent: `asked` checks what goes for all of it, `rows_for` reads the rows as those of a kind.

    `body` is the same for the same request, and no other.
    """

    asked: BatchOptionsSerializer
    rows_for: Callable[[Blueprint], Sequence[Row]]
    body: Any


class BatchJsonParser(JsonParser):
    most_bytes = MOST_BYTES


class CsvParser(parsers.BaseParser):
    """A CSV file as the body; what goes for all its rows stands in the address."""

    media_type = "text/csv"

    def parse(  # type: ignore[override]  # the framework takes what a parser answers, whatever it is
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return read_at_most(MOST_BYTES, stream)


def refuse_too_much(request: Request) -> None:
    """Raise TooLarge before anything is read of a body that says it is."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        raise TooLarge(MOST_BYTES)


def read_body(request: Request) -> SentBatch:
    """Return what was sent, in whichever form."""
    data: Any = request.data
    if request.content_type.startswith(CsvParser.media_type):
        options = _said(request.query_params.dict())
        content = data if isinstance(data, bytes) else b""  # nothing at all is not given to a parser
        return _of_file(BatchOptionsSerializer, options, content)
    if request.content_type.startswith(parsers.MultiPartParser.media_type):
        options = _said(data.dict())
        file = options.get("file")
        content = file.read() if isinstance(file, UploadedFile) else b""
        return _of_file(BatchFileSerializer, options, content)
    asked = BatchSerializer(data=data)
    return SentBatch(asked=asked, rows_for=lambda kind: _counted(data["items"]), body=data)


def _said(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a form or an address says; an empty field of one says nothing."""
    return {name: value for name, value in options.items() if value != ""}


def _of_file(shape: type[BatchOptionsSerializer], options: Mapping[str, Any], content: bytes) -> SentBatch:
    """Return what was sent; where a file of JSON says something for all of it too, `options` go before."""
    opened = open_batch_file(content)
    return SentBatch(
        asked=shape(data={**opened.beside, **options}),
        rows_for=opened.rows_for,
        body={**options, "file": hashlib.sha256(content).hexdigest()},
    )


def _counted(items: Sequence[Any]) -> list[Row]:
    return [Row(number=number, fields=fields) for number, fields in enumerate(items, start=1)]
