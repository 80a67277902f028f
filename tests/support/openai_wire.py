"""The events of OpenAI's streaming chat completions, and its answers in one piece: a picture, and a model."""

import base64
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any
from zlib import crc32

from PIL import Image

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


def picture(prompt: str, *, size: str) -> bytes:
    """Return a picture and what it used: in a colour by its prompt, and so small that it is made at once."""
    width, height = map(int, size.split("x"))
    file = io.BytesIO()
    Image.new("RGB", (width // 16, height // 16), f"#{crc32(prompt.encode()) & 0xFFFFFF:06x}").save(
        file, "JPEG"
    )
    read, drawn = tokens_of(prompt), width * height // 1000
    usage = {
        "input_tokens": read,
        "input_tokens_details": {"text_tokens": read, "image_tokens": 0},
        "output_tokens": drawn,
        "total_tokens": read + drawn,
    }
    data = [{"b64_json": base64.b64encode(file.getvalue()).decode()}]
    return json.dumps({"created": 1, "output_format": "jpeg", "data": data, "usage": usage}).encode()


def model(name: str) -> bytes:
    return json.dumps({"id": name, "object": "model", "created": 1, "owned_by": "planted"}).encode()


def _chunk(model: str, delta: Mapping[str, Any], *, finish_reason: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
    return event({**_head(model), "choices": [choice], "usage": None})


def _head(model: str) -> dict[str, Any]:
    return {"id": "chatcmpl-planted", "object": "chat.completion.chunk", "created": 1, "model": model}
