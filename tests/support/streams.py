"""A client of an event stream, as a browser reads one."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Event:
    name: str
    data: Any
    id: str
    at: float  # seconds, by the wall clock


@dataclass
class Stream:
    """One open stream, read on a thread of its own. `comments` counts the lines that only keep it open."""

    response: HTTPResponse
    connection: socket.socket
    events: list[Event] = field(default_factory=list)
    comments: int = 0
    has_ended: bool = False

    def __post_init__(self) -> None:
        threading.Thread(target=self._read, daemon=True).start()

    def names(self) -> list[str]:
        return [event.name for event in list(self.events)]

    def wait_for(self, claim: Callable[[Event], object], *, seconds: float = 60) -> Event:
        """Return the first event of which `claim` is true. Raises AssertionError with what came instead."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for event in list(self.events):
                if claim(event):
                    return event
            time.sleep(0.02)
        raise AssertionError(f"It never came; what came: {self.names()}")

    def close(self) -> None:
        """Leave without a word, as a browser does; closing would wait for the thread that reads."""
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def _read(self) -> None:
        try:
            for event in self._parse():
                self.events.append(event)
        except (OSError, ValueError, AttributeError):  # closed while it was read
            pass
        self.has_ended = True

    def _parse(self) -> Iterator[Event]:
        parts: dict[str, str] = {}
        for raw in self.response:
            line = raw.decode().rstrip("\n")
            if line.startswith(":"):
                self.comments += 1
            elif line:
                name, _, value = line.partition(": ")
                parts[name] = value
            elif parts:
                yield Event(parts["event"], json.loads(parts["data"]), parts.get("id", ""), time.time())
                parts = {}


def open_stream(address: str, token: str) -> Stream:
    """Ask for the stream; `response` says how it was answered."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.netloc, timeout=60)
    connection.connect()
    sock = connection.sock
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    headers = {"Authorization": f"Token {token}", "Accept": "text/event-stream"}
    connection.request("GET", path, headers=headers)
    return Stream(connection.getresponse(), sock)
