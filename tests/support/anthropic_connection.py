"""One connection to the test server: it reads requests, answers as told, and notices a client that leaves."""

import asyncio
import json
import socket
import struct
from typing import TYPE_CHECKING, Any, cast

from tests.support import anthropic_wire as wire
from tests.support.anthropic_answers import write_sections
from tests.support.anthropic_replies import Reply

if TYPE_CHECKING:
    from tests.support.anthropic_server import AnthropicServer, Received

_LOOK_SECONDS = 0.02
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class Connection(asyncio.Protocol):
    """HTTP/1.1 with keep-alive, one request at a time, its body sent with a content-length."""

    def __init__(self, server: "AnthropicServer") -> None:
        self._server = server
        self._buffer = b""
        self._answering: asyncio.Task[None] | None = None
        self._left_by_client = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._server.connections += 1
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, found, rest = self._buffer.partition(b"\r\n\r\n")
        if not found:
            return
        headers = _read_headers(head)
        length = int(headers.get("content-length", 0))
        if len(rest) < length:
            return
        self._buffer = rest[length:]
        self._answering = asyncio.get_running_loop().create_task(
            self._answer(headers, json.loads(rest[:length]))
        )

    def connection_lost(self, error: Exception | None) -> None:
        if self._answering is not None and not self._answering.done():
            self._left_by_client = True
            self._answering.cancel()

    async def _answer(self, headers: dict[str, str], body: dict[str, Any]) -> None:
        received, reply = self._server.receive(headers, body)
        try:
            await asyncio.sleep(reply.latency_seconds)
            while self._server.is_held(received):
                await asyncio.sleep(_LOOK_SECONDS)
            await self._send(received, reply)
        finally:
            self._server.finish(received, closed_early=self._left_by_client)

    async def _send(self, received: "Received", reply: Reply) -> None:
        if reply.status != 200:
            self._transport.write(wire.whole(reply.status, _with_id(received, reply), reply.body.encode()))
        elif reply.fault == "html":
            self._transport.write(wire.whole(200, {"content-type": "text/html"}, b"<h1>Sign in</h1>"))
        elif reply.fault == "reset_before":
            self._reset()
        elif reply.fault == "stall":
            await asyncio.Event().wait()
        else:
            await self._stream(received, reply)

    async def _stream(self, received: "Received", reply: Reply) -> None:
        usage = self._server.input_usage(received)
        self._transport.write(wire.stream_head(f"req_{received.index}", reply.headers))
        self._write(wire.opening(model=received.body["model"], usage=usage))
        if reply.fault == "pings_only":
            await self._ping_for_ever()
        text = reply.write(write_sections(received.request))
        if reply.fault or reply.stop_reason == "max_tokens":
            text = text[: len(text) // 2]
        await self._write_text(text, pace=reply.pace_seconds)
        await self._close_stream(text, reply)

    async def _write_text(self, text: str, *, pace: float) -> None:
        if not pace:
            self._write(b"".join(wire.pieces(text)))
            return
        for piece in wire.pieces(text):
            await asyncio.sleep(pace)
            self._write(piece)

    async def _close_stream(self, text: str, reply: Reply) -> None:
        match reply.fault:
            case "reset_in_stream":
                await asyncio.sleep(0.05)  # a reset overtakes what was sent just before it
                self._reset()
            case "stall_in_stream":
                await asyncio.Event().wait()
            case "error_event":
                self._write(wire.event(reply.event))
                self._transport.write(wire.LAST_CHUNK)
            case "bad_json":
                self._write(wire.raw_event(reply.body))
                self._transport.write(wire.LAST_CHUNK)
            case "early_end":
                self._transport.write(wire.LAST_CHUNK)
            case _:
                self._write(wire.closing(text, stop_reason=reply.stop_reason))
                self._transport.write(wire.LAST_CHUNK)

    async def _ping_for_ever(self) -> None:
        while True:
            self._write(wire.PING)
            await asyncio.sleep(0.05)

    def _write(self, data: bytes) -> None:
        if data:
            self._transport.write(wire.chunk(data))

    def _reset(self) -> None:
        """Close so that the client sees a reset, not an end."""
        connection = self._transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        self._answering = None  # this end is ours
        self._transport.abort()


def _read_headers(head: bytes) -> dict[str, str]:
    lines = head.decode("latin-1").split("\r\n")[1:]
    return {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}


def _with_id(received: "Received", reply: Reply) -> dict[str, str]:
    return {"request-id": f"req_{received.index}", **reply.headers}
