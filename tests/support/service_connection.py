"""One connection to a test server: it reads requests, answers as told, and notices a client that leaves."""

import asyncio
import json
import socket
import struct
from typing import TYPE_CHECKING, Any, cast

from tests.support import http_wire
from tests.support.anthropic_answers import write_sections
from tests.support.service_replies import Reply

if TYPE_CHECKING:
    from tests.support.service_server import Received, ServiceServer

_LOOK_SECONDS = 0.02
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class Connection(asyncio.Protocol):
    """HTTP/1.1 with keep-alive, one request at a time, its body sent with a content-length."""

    def __init__(self, server: "ServiceServer[Any]") -> None:
        self._server = server
        self._wire = server.wire
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
        path = head.decode("latin-1").split(" ", 2)[1]
        body = json.loads(rest[:length]) if length else {}
        self._answering = asyncio.get_running_loop().create_task(self._answer(path, headers, body))

    def connection_lost(self, error: Exception | None) -> None:
        if self._answering is not None and not self._answering.done():
            self._left_by_client = True
            self._answering.cancel()

    async def _answer(self, path: str, headers: dict[str, str], body: dict[str, Any]) -> None:
        received, reply = self._server.receive(path, headers, body)
        try:
            await asyncio.sleep(reply.latency_seconds)
            while self._server.is_held(received):
                await asyncio.sleep(_LOOK_SECONDS)
            await self._send(received, reply)
        finally:
            self._server.finish(received, closed_early=self._left_by_client)

    async def _send(self, received: "Received", reply: Reply) -> None:
        if reply.status != 200:
            headers = self._headers(received, reply)
            self._transport.write(http_wire.whole(reply.status, headers, reply.body.encode()))
        elif reply.fault == "html":
            page = http_wire.whole(200, {"content-type": "text/html"}, b"<h1>Sign in</h1>")
            self._transport.write(page)
        elif reply.fault == "reset_before":
            self._reset()
        elif reply.fault == "stall":
            await asyncio.Event().wait()
        elif whole := self._server.in_one_piece(received):
            await self._send_in_one_piece(received, reply, whole)
        else:
            await self._stream(received, reply)

    async def _send_in_one_piece(self, received: "Received", reply: Reply, body: bytes) -> None:
        headers = {"content-type": "application/json", **self._headers(received, reply)}
        answer = http_wire.whole(200, headers, reply.body.encode() or body)
        if reply.fault not in ("reset_in_stream", "stall_in_stream", "early_end"):
            self._transport.write(answer)
            return
        self._transport.write(answer[: len(answer) - len(body) // 2])
        if reply.fault == "stall_in_stream":
            await asyncio.Event().wait()
        elif reply.fault == "early_end":
            self._transport.close()
        else:
            await asyncio.sleep(0.05)  # a reset overtakes what was sent just before it
            self._reset()

    async def _stream(self, received: "Received", reply: Reply) -> None:
        usage = self._server.input_usage(received)
        self._transport.write(http_wire.stream_head(self._headers(received, reply)))
        self._write(self._wire.opening(model=received.model, usage=usage))
        if reply.fault == "pings_only":
            await self._ping_for_ever()
        text = reply.write(write_sections(received.request))
        if reply.fault or reply.stop_reason == self._wire.CUT_SHORT:
            text = text[: len(text) // 2]
        await self._write_text(text, pace=reply.pace_seconds)
        closing = self._wire.closing(text, model=received.model, usage=usage, stop_reason=reply.stop_reason)
        await self._close_stream(closing, reply)

    async def _write_text(self, text: str, *, pace: float) -> None:
        if not pace:
            self._write(b"".join(self._wire.pieces(text)))
            return
        for piece in self._wire.pieces(text):
            await asyncio.sleep(pace)
            self._write(piece)

    async def _close_stream(self, closing: bytes, reply: Reply) -> None:
        match reply.fault:
            case "reset_in_stream":
                await asyncio.sleep(0.05)  # a reset overtakes what was sent just before it
                self._reset()
            case "stall_in_stream":
                await asyncio.Event().wait()
            case "error_event":
                self._write(self._wire.event(reply.event))
                self._transport.write(http_wire.LAST_CHUNK)
            case "bad_json":
                self._write(self._wire.raw_event(reply.body))
                self._transport.write(http_wire.LAST_CHUNK)
            case "early_end":
                self._transport.write(http_wire.LAST_CHUNK)
            case _:
                self._write(closing)
                self._transport.write(http_wire.LAST_CHUNK)

    async def _ping_for_ever(self) -> None:
        while True:
            self._write(self._wire.PING)
            await asyncio.sleep(0.05)

    def _headers(self, received: "Received", reply: Reply) -> dict[str, str]:
        named = self._wire.ID_HEADER
        return {**({named: f"req_{received.index}"} if named else {}), **reply.headers}

    def _write(self, data: bytes) -> None:
        if data:
            self._transport.write(http_wire.chunk(data))

    def _reset(self) -> None:
        """Close so that the client sees a reset, not an end."""
        connection = self._transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        self._answering = None  # this end is ours
        self._transport.abort()


def _read_headers(head: bytes) -> dict[str, str]:
    lines = head.decode("latin-1").split("\r\n")[1:]
    return {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
