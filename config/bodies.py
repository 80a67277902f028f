"""How large a request may be: of one that is larger nothing is kept, on no disk and in no memory."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import structlog
from asgiref.sync import sync_to_async
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver

log = structlog.get_logger(__name__)

MOST_BODY_BYTES = 12_000_000
"""An uploaded file of 10 MB, in a form beside texts; nothing else comes near it."""

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class KeptInMemory(MemoryFileUploadHandler):
    """Holds an uploaded file in memory, whatever its size: no crash leaves one in a temporary folder."""

    def handle_raw_input(self, *about: Any, **more: Any) -> None:
        self.activated = True


def with_bounded_bodies(application: Any) -> Any:
    """Return an ASGI application that answers 413 to a body of more than MOST_BODY_BYTES.

    Django would write all of it to a temporary file before it asks any of our code, or who is there. One
    whose length is announced is answered before it is sent; the web server drops it then as it comes.
    """

    async def bounded(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
        elif _announced(scope["headers"]) > MOST_BODY_BYTES:
            await _refuse(scope, send)
        else:
            body = _Body(receive)
            await application(scope, body.receive, send)
            if body.is_too_large:
                await _refuse(scope, send)

    return bounded


class _Body:
    """A body as it comes. Where it becomes too large it breaks off, and Django forgets it unanswered."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._received = 0

    @property
    def is_too_large(self) -> bool:
        return self._received > MOST_BODY_BYTES

    async def receive(self) -> Message:
        message = await self._receive()
        self._received += len(message.get("body", b""))
        return {"type": "http.disconnect"} if self.is_too_large else message


def _announced(headers: Iterable[tuple[bytes, bytes]]) -> int:
    length = dict(headers).get(b"content-length", b"")
    return int(length) if length.isdigit() else 0


async def _refuse(scope: dict[str, Any], send: Send) -> None:
    request = HttpRequest()
    request.path = scope["path"]
    log.info("A request was refused, for it is too large", path=request.path)
    answer: Callable[[HttpRequest], HttpResponse] = get_resolver().resolve_error_handler(413)
    response = await sync_to_async(answer)(request)
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in response.items()]
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": response.content})
