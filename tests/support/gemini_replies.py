"""How the test server of Google's wire format treats one request; a value for every fault we know."""

import json
from typing import Any

from tests.support.service_replies import (  # noqa: F401 - the faults of every service are its faults too
    EARLY_END,
    HTML_200,
    HTML_502,
    RESET_BEFORE,
    RESET_IN_STREAM,
    STALL,
    STALL_IN_STREAM,
    Reply,
)

_NAMES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}


def error_body(
    code: int, message: str = "planted", *, name: str = "", details: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    error: dict[str, Any] = {"code": code, "message": message, "status": name or _NAMES.get(code, "UNKNOWN")}
    return {"error": error | ({"details": details} if details else {})}


def status(code: int, *, name: str = "", details: list[dict[str, Any]] | None = None) -> Reply:
    """An error status with the body Google sends with it."""
    body = json.dumps(error_body(code, name=name, details=details), indent=2)
    return Reply(status=code, headers={"content-type": "application/json; charset=UTF-8"}, body=body)


def saying(code: int, message: str) -> Reply:
    """An error status that says this."""
    return Reply(status=code, body=json.dumps(error_body(code, message)))


def error_event(code: int) -> Reply:
    """An error in the middle of a stream that began with status 200."""
    return Reply(fault="error_event", event=error_body(code))


def busy(retry_after: str) -> Reply:
    info = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": f"{retry_after}s"}
    quota = {"@type": "type.googleapis.com/google.rpc.QuotaFailure", "violations": []}
    return status(429, details=[quota, info])


def bad_key() -> Reply:
    info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}
    return status(400, details=[info])


def blocked_prompt(reason: str = "PROHIBITED_CONTENT") -> Reply:
    """A prompt that is refused before anything is written."""
    feedback = {"promptFeedback": {"blockReason": reason}, "usageMetadata": {"promptTokenCount": 90}}
    event = {**feedback, "responseId": "gemini_planted"}
    return Reply(fault="error_event", write=lambda sections: "", event=event)


def to_be_continued() -> Reply:
    """An answer that another request could take up where this one ends."""
    candidate = {"finishReason": "CONTINUATION", "continuationToken": "cGxhbnRlZA=="}
    return Reply(fault="error_event", event={"candidates": [candidate], "responseId": "gemini_planted"})


OVERLOADED = busy("0")
OVERLOADED_IN_STREAM = error_event(429)
BAD_JSON = Reply(fault="bad_json", body='{"candidates": [{"content"')
MAX_TOKENS = Reply(stop_reason="MAX_TOKENS")
REFUSAL = Reply(stop_reason="SAFETY")
