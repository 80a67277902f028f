"""How the test server of OpenAI's wire format treats one request; a value for every fault we know."""

import json
from collections.abc import Mapping
from typing import Any

from tests.support.service_replies import (  # noqa: F401 - the faults of every service are its faults too
    AT_ONCE,
    EARLY_END,
    HTML_200,
    HTML_502,
    RESET_BEFORE,
    RESET_IN_STREAM,
    STALL,
    STALL_IN_STREAM,
    Reply,
)

_TYPES = {429: "rate_limit_error", 500: "server_error", 503: "server_error"}


def error_body(
    code: str | int | None, message: str = "planted", *, kind: str = "invalid_request_error"
) -> dict[str, Any]:
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}


def status(
    number: int, *, headers: Mapping[str, str] | None = None, code: str | None = None, kind: str = ""
) -> Reply:
    """An error status with the body OpenAI sends with it."""
    body = error_body(code, kind=kind or _TYPES.get(number, "invalid_request_error"))
    headers = {"content-type": "application/json", **(headers or {})}
    return Reply(status=number, headers=headers, body=json.dumps(body))


def saying(number: int, message: str) -> Reply:
    """An error status that says this."""
    return Reply(status=number, body=json.dumps(error_body(None, message)))


def error_event(code: str | int | None, *, kind: str = "") -> Reply:
    """An error in the middle of a stream that began with status 200."""
    return Reply(fault="error_event", event=error_body(code, kind=kind))


def busy(retry_after: str) -> Reply:
    return status(429, headers={"retry-after": retry_after})


def limited(per_minute: int, left: int) -> Reply:
    """A busy service that says what it lets through."""
    return status(429, headers=limits(per_minute, left))


def limits(per_minute: int, left: int) -> dict[str, str]:
    return {
        "x-ratelimit-limit-requests": str(per_minute),
        "x-ratelimit-remaining-requests": str(left),
        "x-ratelimit-reset-requests": "1.2s",
    }


def refusal_in_words() -> Reply:
    """A refusal that the model writes, and after which it stops as after any answer."""
    refused, stopped = _chunk({"refusal": "I cannot write that."}, None), _chunk({}, "stop")
    return Reply(fault="bad_json", body=f"{json.dumps(refused)}\n\ndata: {json.dumps(stopped)}")


def end_without_counts() -> Reply:
    """A whole answer after which nobody says what it used."""
    return Reply(fault="error_event", event=_chunk({}, "stop"))


def drawn(body: Mapping[str, Any]) -> Reply:
    """A picture's answer with this in place of the picture."""
    return Reply(body=json.dumps({"created": 1, **body}))


def _chunk(delta: Mapping[str, Any], finish_reason: str | None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
    return {"id": "x", "object": "chat.completion.chunk", "model": "gpt-6.2-sol", "choices": [choice]}


OVERLOADED = status(503, headers=AT_ONCE)
OVERLOADED_IN_STREAM = error_event("rate_limit_exceeded", kind="tokens")
BAD_JSON = Reply(fault="bad_json", body='{"id": "chatcmpl-planted", "choices"')
MAX_TOKENS = Reply(stop_reason="length")
REFUSAL = Reply(stop_reason="content_filter")
DECLINED = status(400, code="moderation_blocked", kind="image_generation_user_error")
NO_PICTURE = drawn({"data": []})
