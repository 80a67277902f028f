"""The events of Anthropic's streaming Messages API."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tests.support.http_wire import cut, tokens_of

ID_HEADER = "request-id"
PING = b'event: ping\ndata: {"type": "ping"}\n\n'
CUT_SHORT = "max_tokens"


def event(data: Mapping[str, Any]) -> bytes:
    return f"event: {data['type']}\ndata: {json.dumps(data)}\n\n".encode()


def raw_event(data: str) -> bytes:
    return f"event: content_block_delta\ndata: {data}\n\n".encode()


def opening(*, model: str, usage: Mapping[str, int]) -> bytes:
    message: dict[str, Any] = {
        "id": "msg_planted",
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": {**usage, "output_tokens": 1},
    }
    block = {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}
    return event({"type": "message_start", "message": message}) + event(block) + PING


def pieces(text: str) -> Iterator[bytes]:
    for piece in cut(text):
        delta = {"type": "text_delta", "text": piece}
        yield event({"type": "content_block_delta", "index": 0, "delta": delta})


def closing(text: str, *, model: str, usage: Mapping[str, int], stop_reason: str) -> bytes:
    delta = {"stop_reason": stop_reason or "end_turn", "stop_sequence": None}
    return (
        event({"type": "content_block_stop", "index": 0})
        + event({"type": "message_delta", "delta": delta, "usage": {"output_tokens": tokens_of(text)}})
        + event({"type": "message_stop"})
    )
