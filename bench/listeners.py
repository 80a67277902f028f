"""Many open event streams, read on one event loop: which task was told as completed, and when."""

import asyncio
import json
import re
import time
from collections.abc import Sequence
from typing import cast
from urllib.parse import urlsplit

_SIDE_BY_SIDE = 10  # so many ask at once for their streams
_TASK = re.compile(rb"event: task\ndata: (\{.*\})\n\n")
_SECONDS_TO_OPEN = 60

Told = dict[tuple[str, str], float]
"""The moment, by the monotonic clock, at which a stream told of a job that a task of it is completed."""


class Listener(asyncio.Protocol):
    """One open stream."""

    def __init__(self, path: str, token: str) -> None:
        self.told: Told = {}
        self.is_ready = asyncio.Event()
        self._request = (
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Token {token}\r\n\r\n".encode()
        )
        self._unread = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        cast("asyncio.Transport", transport).write(self._request)

    def data_received(self, data: bytes) -> None:
        now = time.monotonic()
        *whole, self._unread = re.split(rb"(?<=\n\n)", self._unread + data)
        for event in whole:
            if found := _TASK.search(event):
                task = json.loads(found[1])
                if task["completed_at"]:
                    self.told.setdefault((task["job"], task["key"]), now)
            elif b"event: ready\n" in event:
                self.is_ready.set()


async def open_streams(address: str, tokens: Sequence[str]) -> list[Listener]:
    """Open a stream for each token; return once each has told all there is to see."""
    at_once = asyncio.Semaphore(_SIDE_BY_SIDE)

    async def open_one(token: str) -> Listener:
        async with at_once, asyncio.timeout(_SECONDS_TO_OPEN):
            listener = Listener("/api/events/", token)
            host, _, port = urlsplit(address).netloc.partition(":")
            await asyncio.get_running_loop().create_connection(lambda: listener, host, int(port))
            await listener.is_ready.wait()
            return listener

    return list(await asyncio.gather(*(open_one(token) for token in tokens)))
