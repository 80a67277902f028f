"""HTTP/1.1 as the test servers of AI services send it, and what the format of each service adds."""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

PIECE = 400  # characters of text in one event
TOKEN = 4  # characters, as these servers count
LAST_CHUNK = b"0\r\n\r\n"


class Wire(Protocol):
    """The format of one service: a module with these names.

    `ID_HEADER` carries the id of a call, empty where none does; `PING` is what a stream sends while there is
    nothing to say; `CUT_SHORT` is the reason of an answer that met its limit of tokens.
    """

    ID_HEADER: str
    PING: bytes
    CUT_SHORT: str

    def event(self, data: Mapping[str, Any]) -> bytes: ...

    def raw_event(self, data: str) -> bytes: ...

    def opening(self, *, model: str, usage: Mapping[str, int]) -> bytes: ...

    def pieces(self, text: str) -> Iterator[bytes]: ...

    def closing(self, text: str, *, model: str, usage: Mapping[str, int], stop_reason: str) -> bytes: ...


def cut(text: str) -> Iterator[str]:
    for start in range(0, len(text), PIECE):
        yield text[start : start + PIECE]


def tokens_of(text: str) -> int:
    return max(1, len(text) // TOKEN)


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


def stream_head(headers: Mapping[str, str]) -> bytes:
    return head(200, {"content-type": "text/event-stream", "transfer-encoding": "chunked", **headers})


def whole(status: int, headers: Mapping[str, str], body: bytes) -> bytes:
    return head(status, {**headers, "content-length": str(len(body))}) + body


def head(status: int, headers: Mapping[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status} Planted", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
