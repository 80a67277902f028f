"""How a test server of an AI service treats one request, whichever format it speaks: the faults we know."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
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
    of text. `write` makes the answer of the sections asked for. `stop_reason` is that of the format; empty is
    a whole answer.
    """

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    fault: Fault = ""
    event: Mapping[str, Any] = field(default_factory=dict)
    write: answers.Spoiler = answers.join
    stop_reason: str = ""
    latency_seconds: float = 0.0
    pace_seconds: float = 0.0

    def slowly(self, *, latency: float = 0.0, pace: float = 0.0) -> "Reply":
        return replace(self, latency_seconds=latency, pace_seconds=pace)


AT_ONCE = {"retry-after": "0"}
"""What a busy service says that may be asked again; where it says nothing, the gate closes for a while."""

OK = Reply()
HTML_502 = Reply(status=502, headers={"content-type": "text/html"}, body="<html><h1>Bad gateway</h1></html>")
HTML_200 = Reply(fault="html")
RESET_BEFORE = Reply(fault="reset_before")
RESET_IN_STREAM = Reply(fault="reset_in_stream")
STALL = Reply(fault="stall")
STALL_IN_STREAM = Reply(fault="stall_in_stream")
PINGS_ONLY = Reply(fault="pings_only")
EARLY_END = Reply(fault="early_end")
WITHOUT_SEPARATORS = Reply(write=answers.without_separators)
MISSING_SECTION = Reply(write=answers.missing_section)
EMPTY_SECTION = Reply(write=answers.empty_section)
PLACEHOLDER_LEFT = Reply(write=answers.placeholder_left)
EXTRA_SECTION = Reply(write=answers.extra_section)
DUPLICATED_SECTION = Reply(write=answers.duplicated_section)
TOO_SHORT = Reply(write=answers.too_short)
