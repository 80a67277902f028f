"""A server of an AI service on 127.0.0.1, well by default and badly on demand, whichever format it speaks."""

import asyncio
import threading
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from tests.support.anthropic_answers import read_request
from tests.support.http_wire import Wire
from tests.support.service_connection import Connection
from tests.support.service_replies import OK, Reply


@dataclass(kw_only=True)
class Received(ABC):
    """One request as it came in, and what became of its connection. A format reads its body its own way."""

    index: int
    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    at: float
    in_flight: int  # this one included
    closed_early_at: float | None = None  # the client hung up before the answer was whole
    _ended: threading.Event = field(default_factory=threading.Event)

    @property
    @abstractmethod
    def model(self) -> str: ...

    @property
    @abstractmethod
    def system(self) -> str: ...

    @property
    @abstractmethod
    def blocks(self) -> list[str]: ...

    @property
    def prompt(self) -> str:
        return "\n\n".join(self.blocks)

    @property
    def request(self) -> dict[str, Any]:
        return read_request(self.prompt)

    @property
    def keys(self) -> list[str]:
        """The keys of the sections asked for."""
        return [section["key"] for section in self.request["sections"]]

    def end(self, *, closed_early: bool) -> None:
        self.closed_early_at = time.monotonic() if closed_early else None
        self._ended.set()

    def wait_until_ended(self, timeout: float = 30.0) -> bool:
        """Wait until the answer is sent or the connection is gone, and return whether that came to pass."""
        return self._ended.wait(timeout)


AnyReceived = TypeVar("AnyReceived", bound=Received)


class ServiceServer(ABC, Generic[AnyReceived]):
    """The server on a thread of its own; any thread may read what it received and say what it does.

    A format is its `wire`, and how it reads a request: `received`.
    """

    wire: Wire
    received: type[AnyReceived]

    def __init__(self, *, port: int = 0, default: Reply = OK) -> None:
        self.requests: list[AnyReceived] = []
        self.default = default
        self.max_in_flight = 0
        self.connections = 0
        self._port = port
        self._script: deque[Reply] = deque()
        self._rules: list[tuple[Callable[[AnyReceived], bool], deque[Reply]]] = []
        self._in_flight = 0
        self._held_from: int | None = None
        self._changed = threading.Condition()

    # --- what a test says and asks ---

    def script(self, *replies: Reply) -> None:
        """Treat the next requests like this, in this order; after them the default applies again."""
        self._script.extend(replies)

    def when(self, applies: Callable[[AnyReceived], bool], *replies: Reply) -> None:
        """Treat the next requests that `applies` accepts like this, before anything scripted."""
        self._rules.append((applies, deque(replies)))

    def hold_after(self, count: int) -> None:
        """Answer the first so many calls of this test; those after them wait until `go_on`."""
        self._held_from = count

    def go_on(self) -> None:
        """Answer the calls that wait, and all after them."""
        self._held_from = None

    def forget(self) -> None:
        """Drop what was received and what was scripted, so that another test can begin."""
        self.go_on()
        self.default = OK
        self.requests.clear()
        self._script.clear()
        self._rules.clear()
        self.max_in_flight = 0

    def wait_for(self, count: int, timeout: float = 30.0) -> list[AnyReceived]:
        """Return the requests once there are so many; raises TimeoutError where they do not come."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self.requests) >= count, timeout):
                raise TimeoutError(f"{len(self.requests)} of {count} requests came within {timeout} s")
        return list(self.requests)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def in_flight(self) -> int:
        return self._in_flight

    # --- what a connection asks ---

    def receive(self, path: str, headers: dict[str, str], body: dict[str, Any]) -> tuple[AnyReceived, Reply]:
        received = self.received(
            index=len(self.requests),
            path=path,
            headers=headers,
            body=body,
            at=time.monotonic(),
            in_flight=self._in_flight + 1,
        )
        with self._changed:
            self.requests.append(received)  # first: whoever sees a call in flight looks it up here
            self._in_flight = received.in_flight
            self.max_in_flight = max(self.max_in_flight, self._in_flight)
            self._changed.notify_all()
        return received, self._reply_to(received)

    def is_held(self, received: AnyReceived) -> bool:
        return self._held_from is not None and received.index >= self._held_from

    def finish(self, received: AnyReceived, *, closed_early: bool) -> None:
        self._in_flight -= 1
        received.end(closed_early=closed_early)

    def input_usage(self, received: AnyReceived) -> Mapping[str, int]:
        """Return what the prompt counts as, by the names that the format has for it."""
        return {}

    def in_one_piece(self, received: AnyReceived) -> bytes:
        """Return the answer to a call that is not streamed, as JSON; empty for one that is."""
        return b""

    def usual(self, received: AnyReceived) -> Reply:
        """Return how a call is treated of which a test says nothing."""
        return self.default

    def _reply_to(self, received: AnyReceived) -> Reply:
        for applies, replies in self._rules:
            if replies and applies(received):
                return replies.popleft()
        return self._script.popleft() if self._script else self.usual(received)

    # --- running ---

    async def serve(self) -> None:
        """Open the port and return; requests are answered while the loop runs."""
        loop = asyncio.get_running_loop()
        self._listener = await loop.create_server(
            lambda: Connection(self), "127.0.0.1", self._port, backlog=1024
        )
        self._port = self._listener.sockets[0].getsockname()[1]

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._loop.run_until_complete(self.serve())
        self._thread = threading.Thread(target=self._loop.run_forever, name="service-server", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(timeout=30)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _close(self) -> None:
        self._listener.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
