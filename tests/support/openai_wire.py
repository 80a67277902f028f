"""The events of OpenAI's streaming chat completions."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tests.support.http_wire import cut, tokens_of

ID_HEADER = "x-request-id"
PING = b": nothing yet\n\n"
CUT_SHORT = "length"
_DONE = b"data: [DONE]\n\n"


def event(data: Mapping[str, Any]) -> bytes:
    return raw_event(json.dumps(data))


def raw_event(data: str) -> bytes:
    return f"data: {data}\n\n".encode()


def opening(*, model: str, usage: Mapping[str, int]) -> bytes:
    return _chunk(model, {"role": "assistant", "content": "", "refusal": None})


def pieces(text: str) -> Iterator[bytes]:
    for piece in cut(text):
        yield _chunk("", {"content": piece})


def closing(text: str, *, model: str, usage: Mapping[str, int], stop_reason: str) -> bytes:
    """End as OpenAI does: why it stopped, then what it used, then that nothing follows."""
    output = tokens_of(text)
    counts = {
        "prompt_tokens": usage["prompt"],
        "completion_tokens": output,
        "total_tokens": usage["prompt"] + output,
        "prompt_tokens_details": {"cached_tokens": usage["cached"], "cache_write_tokens": usage["written"]},
    }
    used = {**_head(model), "choices": [], "usage": counts}
    return _chunk(model, {}, finish_reason=stop_reason or "stop") + event(used) + _DONE


def _chunk(model: str, delta: Mapping[str, Any], *, finish_reason: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
    return event({**_head(model), "choices": [choice], "usage": None})


def _head(model: str) -> dict[str, Any]:
    return {"id": "chatcmpl-planted", "object": "chat.completion.chunk", "created": 1, "model": model}
