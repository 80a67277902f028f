"""How the test server of Anthropic's wire format treats one request; a value for every fault we know."""

import json
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any, Literal

from tests.support import anthropic_answers as answers

Fault = Literal[
    "",
    "reset_before",
    "stall",
    "reset_in_stream",
    "stall_in_stream",
    "pings_only",
    "early_end",
    "error_event",
    "bad_json",
    "html",
]


@dataclass(frozen=True, kw_only=True)
class Reply:
    """The default is a good answer at once.

    `status` other than 200 answers with `body`; `headers` come with either. With `bad_json`, `body` is the
    data of the bad event. `latency_seconds` passes before the first byte, `pace_seconds` between two pieces
    of text. `write` makes the answer of the sections asked for.
    """

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    fault: Fault = ""
    event: Mapping[str, Any] = field(default_factory=dict)
    write: answers.Spoiler = answers.join
    stop_reason: str = "end_turn"
    latency_seconds: float = 0.0
    pace_seconds: float = 0.0

    def slowly(self, *, latency: float = 0.0, pace: float = 0.0) -> "Reply":
        return replace(self, latency_seconds=latency, pace_seconds=pace)


AT_ONCE = {"retry-after": "0"}
"""What a busy service says that may be asked again; where it says nothing, the gate closes for a while."""

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


OK = Reply()
OVERLOADED = status(529, headers=AT_ONCE)
OVERLOADED_IN_STREAM = error_event()
SPEND_LIMIT = status(429, error_code="enforced_spend_limit_reached")
HTML_502 = Reply(status=502, headers={"content-type": "text/html"}, body="<html><h1>Bad gateway</h1></html>")
HTML_200 = Reply(fault="html")
RESET_BEFORE = Reply(fault="reset_before")
RESET_IN_STREAM = Reply(fault="reset_in_stream")
STALL = Reply(fault="stall")
STALL_IN_STREAM = Reply(fault="stall_in_stream")
PINGS_ONLY = Reply(fault="pings_only")
EARLY_END = Reply(fault="early_end")
BAD_JSON = Reply(fault="bad_json", body='{"type": "content_block_delta", "index"')
MAX_TOKENS = Reply(stop_reason="max_tokens")
REFUSAL = Reply(stop_reason="refusal")
WITHOUT_SEPARATORS = Reply(write=answers.without_separators)
MISSING_SECTION = Reply(write=answers.missing_section)
EMPTY_SECTION = Reply(write=answers.empty_section)
PLACEHOLDER_LEFT = Reply(write=answers.placeholder_left)
EXTRA_SECTION = Reply(write=answers.extra_section)
DUPLICATED_SECTION = Reply(write=answers.duplicated_section)
TOO_SHORT = Reply(write=answers.too_short)

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


def answering(text: str, *, stop_reason: str = "end_turn") -> Reply:
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
