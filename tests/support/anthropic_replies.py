"""How the test server of Anthropic's wire format treats one request; a value for every fault we know."""

import json
import random
from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from tests.support.service_replies import (  # noqa: F401 - the faults of every service are its faults too
    AT_ONCE,
    DUPLICATED_SECTION,
    EARLY_END,
    EMPTY_SECTION,
    EXTRA_SECTION,
    HTML_200,
    HTML_502,
    MISSING_SECTION,
    OK,
    PINGS_ONLY,
    PLACEHOLDER_LEFT,
    RESET_BEFORE,
    RESET_IN_STREAM,
    STALL,
    STALL_IN_STREAM,
    TOO_SHORT,
    WITHOUT_SEPARATORS,
    Reply,
)

_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    529: "overloaded_error",
}


def error_body(kind: str, message: str = "planted", *, error_code: str = "") -> dict[str, Any]:
    error: dict[str, Any] = {"type": kind, "message": message}
    if error_code:
        error["details"] = {"error_code": error_code}
    return {"type": "error", "error": error, "request_id": "req_planted"}


def status(code: int, *, headers: Mapping[str, str] | None = None, error_code: str = "") -> Reply:
    """An error status with the body Anthropic sends with it."""
    body = json.dumps(error_body(_TYPES.get(code, "api_error"), error_code=error_code))
    return Reply(status=code, headers={"content-type": "application/json", **(headers or {})}, body=body)


def saying(code: int, message: str) -> Reply:
    """An error status that says this."""
    return Reply(status=code, body=json.dumps(error_body(_TYPES.get(code, "api_error"), message)))


def error_event(kind: str = "overloaded_error") -> Reply:
    """An error in the middle of a stream that began with status 200; the next call is welcome at once."""
    return Reply(fault="error_event", event=error_body(kind), headers=AT_ONCE)


def busy(retry_after: str) -> Reply:
    return status(429, headers={"retry-after": retry_after})


def limited(per_minute: int, left: int) -> Reply:
    """A busy service that says what it lets through."""
    named = "anthropic-ratelimit-requests"
    return status(429, headers={f"{named}-limit": str(per_minute), f"{named}-remaining": str(left)})


OVERLOADED = status(529, headers=AT_ONCE)
OVERLOADED_IN_STREAM = error_event()
SPEND_LIMIT = status(429, error_code="enforced_spend_limit_reached")
BAD_JSON = Reply(fault="bad_json", body='{"type": "content_block_delta", "index"')
MAX_TOKENS = Reply(stop_reason="max_tokens")
REFUSAL = Reply(stop_reason="refusal")

TRANSIENT = (
    OVERLOADED,
    status(500),
    HTML_502,
    busy("0"),
    RESET_BEFORE,
    RESET_IN_STREAM,
    EARLY_END,
    error_event(),
    BAD_JSON,
    MAX_TOKENS,
)
"""Failures that a later call does not meet, none of them slow."""


def answering(text: str, *, stop_reason: str = "") -> Reply:
    """This text, whatever was asked."""
    return Reply(write=lambda sections: text, stop_reason=stop_reason)


class RandomFailures:
    """Chooses a transient failure for the given share of calls, the same ones for the same seed.

    The choice goes by what a call asks for and how often that was asked for before: which of many workers is
    the first to call differs from run to run.
    """

    def __init__(self, *, rate: float, seed: int = 1) -> None:
        self._rate = rate
        self._seed = seed
        self._asked: Counter[str] = Counter()

    def next(self, body: Mapping[str, Any]) -> Reply | None:
        asked = sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
        self._asked[asked] += 1
        chance = random.Random(f"{self._seed} {self._asked[asked]} {asked}")
        if chance.random() >= self._rate:
            return None
        return chance.choice(TRANSIENT)
