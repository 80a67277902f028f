"""The bytes of Anthropic's streaming Messages API over HTTP/1.1."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

PIECE = 400  # characters of text in one event
TOKEN = 4  # characters, as this server counts
PING = b'event: ping\ndata: {"type": "ping"}\n\n'
LAST_CHUNK = b"0\r\n\r\n"


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
    for start in range(0, len(text), PIECE):
        delta = {"type": "text_delta", "text": text[start : start + PIECE]}
        yield event({"type": "content_block_delta", "index": 0, "delta": delta})


def closing(text: str, *, stop_reason: str) -> bytes:
    delta = {"stop_reason": stop_reason, "stop_sequence": None}
    usage = {"output_tokens": max(1, len(text) // TOKEN)}
    return (
        event({"type": "content_block_stop", "index": 0})
        + event({"type": "message_delta", "delta": delta, "usage": usage})
        + event({"type": "message_stop"})
    )


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


def stream_head(request_id: str, headers: Mapping[str, str]) -> bytes:
    told = {"content-type": "text/event-stream", "transfer-encoding": "chunked", "request-id": request_id}
    return head(200, {**told, **headers})


def whole(status: int, headers: Mapping[str, str], body: bytes) -> bytes:
    return head(status, {**headers, "content-length": str(len(body))}) + body


def head(status: int, headers: Mapping[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status} Planted", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
