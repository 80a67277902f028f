"""Bodies of requests: of what is too large Django sees nothing, and no file is kept on a disk."""

import asyncio
import json
from collections.abc import Iterable
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from django.core.files.uploadhandler import load_handler
from django.http import HttpRequest
from pytest_django.fixtures import Settings

from config.bodies import MOST_BODY_BYTES, with_bounded_bodies

_HALF = b"x" * (MOST_BODY_BYTES // 2)


class Django:
    """Reads a body as Django does, and counts what it was given of it."""

    def __init__(self) -> None:
        self.read_bytes = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            self.read_bytes += len(message["body"])
            more = message["more_body"]
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"Django's"})


def post(
    application: Any, chunks: Iterable[bytes] = (), *, path: str = "/api/files/read/", length: str = ""
) -> tuple[int, dict[str, str], bytes]:
    """Return the status, the headers and the body of what is answered."""
    headers = [(b"content-length", length.encode())] if length else []
    scope = {"type": "http", "method": "POST", "path": path, "headers": headers, "query_string": b""}

    async def ask() -> tuple[dict[str, Any], dict[str, Any]]:
        asked = ApplicationCommunicator(application, scope)
        for chunk in chunks:
            await asked.send_input({"type": "http.request", "body": chunk, "more_body": True})
        await asked.send_input({"type": "http.request", "body": b"", "more_body": False})
        return await asked.receive_output(timeout=20), await asked.receive_output(timeout=20)

    start, body = asyncio.run(ask())
    return start["status"], {name.decode(): value.decode() for name, value in start["headers"]}, body["body"]


@pytest.mark.parametrize("length", ["", str(MOST_BODY_BYTES), "12.5", "-1"])
def test_what_is_not_too_large_is_djangos(length: str) -> None:
    django = Django()

    assert post(with_bounded_bodies(django), [_HALF, _HALF], length=length)[2] == b"Django's"
    assert django.read_bytes == MOST_BODY_BYTES


def test_what_announces_that_it_is_too_large_is_refused_unread() -> None:
    django = Django()

    status, headers, body = post(with_bounded_bodies(django), length=str(MOST_BODY_BYTES + 1))

    assert (status, headers["Content-Type"]) == (413, "application/problem+json")
    assert json.loads(body)["code"] == "too_large"
    assert django.read_bytes == 0


def test_what_becomes_too_large_as_it_comes_is_given_up() -> None:
    django = Django()

    status, _, body = post(with_bounded_bodies(django), [_HALF, _HALF, b"x", _HALF])

    assert (status, json.loads(body)["detail"]) == (413, "That is more than 12,000,000 bytes.")
    assert django.read_bytes == MOST_BODY_BYTES


def test_a_page_says_so_in_html() -> None:
    status, headers, body = post(with_bounded_bodies(Django()), path="/batches/new/", length="999999999")

    assert (status, headers["Content-Type"]) == (413, "text/html; charset=utf-8")
    assert b"A file may have up to 10 MB" in body


def test_a_file_of_any_size_is_kept_in_memory_alone(settings: Settings) -> None:
    (name,) = settings.FILE_UPLOAD_HANDLERS
    handler = load_handler(name, HttpRequest())

    handler.handle_raw_input(None, {}, settings.FILE_UPLOAD_MAX_MEMORY_SIZE * 4, b"")

    assert handler.activated
