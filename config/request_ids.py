"""A number for every request: in its log lines, and in the header that answers it."""

import re
from collections.abc import Awaitable, Callable
from typing import Any, cast
from uuid import uuid4

import structlog
from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

HEADER = "X-Request-ID"

_TAKEN = re.compile(r"[A-Za-z0-9._-]{8,64}")


@sync_and_async_middleware
def request_ids(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Bind the request's id to what is logged while it is answered.

    A proxy or client that sends a plain one of its own (HEADER) finds it again here.
    """
    if iscoroutinefunction(get_response):
        answer = cast("Callable[[HttpRequest], Awaitable[HttpResponseBase]]", get_response)

        async def in_loop(request: HttpRequest) -> HttpResponseBase:
            request_id = _id_of(request)
            with structlog.contextvars.bound_contextvars(request=request_id):
                return _marked(await answer(request), request_id)

        return in_loop

    def in_thread(request: HttpRequest) -> HttpResponseBase:
        request_id = _id_of(request)
        with structlog.contextvars.bound_contextvars(request=request_id):
            return _marked(get_response(request), request_id)

    return in_thread


def _id_of(request: HttpRequest) -> str:
    sent = request.headers.get(HEADER, "")
    return sent if _TAKEN.fullmatch(sent) else uuid4().hex


def _marked(response: HttpResponseBase, request_id: str) -> HttpResponseBase:
    response.headers[HEADER] = request_id
    return response
