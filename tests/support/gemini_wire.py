"""The events of Google's streaming generateContent."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tests.support.http_wire import cut, tokens_of

ID_HEADER = ""  # the id of an answer stands in its events
PING = b""
CUT_SHORT = "MAX_TOKENS"
THOUGHTS = 7  # tokens that every whole answer took to think


def event(data: Mapping[str, Any]) -> bytes:
    return raw_event(json.dumps(data))


def raw_event(data: str) -> bytes:
    return f"data: {data}\r\n\r\n".encode()


def opening(*, model: str, usage: Mapping[str, int]) -> bytes:
    """Begin with a thought, as a model does that shows them, and with what the prompt counts as."""
    thought = {"text": "Let me see.", "thought": True}
    counts = {
        "promptTokenCount": usage["prompt"],
        "cachedContentTokenCount": usage["cached"],
        "totalTokenCount": usage["prompt"],
    }
    return _answer([thought], modelVersion=model, usageMetadata=counts)


def pieces(text: str) -> Iterator[bytes]:
    for piece in cut(text):
        yield _answer([{"text": piece}])


def closing(text: str, *, model: str, usage: Mapping[str, int], stop_reason: str) -> bytes:
    output = tokens_of(text)
    counts = {
        "promptTokenCount": usage["prompt"],
        "cachedContentTokenCount": usage["cached"],
        "candidatesTokenCount": output,
        "thoughtsTokenCount": THOUGHTS,
        "totalTokenCount": usage["prompt"] + output + THOUGHTS,
    }
    return _answer([{"text": ""}], reason=stop_reason or "STOP", modelVersion=model, usageMetadata=counts)


def _answer(parts: list[dict[str, Any]], *, reason: str = "", **others: Any) -> bytes:
    candidate: dict[str, Any] = {"content": {"parts": parts, "role": "model"}, "index": 0}
    if reason:
        candidate["finishReason"] = reason
    return event({"candidates": [candidate], "responseId": "gemini_planted", **others})
