"""A server that speaks Anthropic's streaming wire format on 127.0.0.1, well by default and badly on demand.

In a test: `with AnthropicServer() as server: server.script(replies.OVERLOADED); ...`. As a process:
`python -m tests.support.anthropic_server --port 9000`.
"""

import argparse
import asyncio
import json
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any

from tests.support.anthropic_answers import read_request
from tests.support.anthropic_connection import Connection
from tests.support.anthropic_limits import CallLimit
from tests.support.anthropic_replies import OK, RandomFailures, Reply, status


@dataclass(kw_only=True)
class Received:
    """One request as it came in, and what became of its connection."""

    index: int
    headers: dict[str, str]
    body: dict[str, Any]
    at: float
    in_flight: int  # this one included
    closed_early_at: float | None = None  # the client hung up before the answer was whole
    _ended: threading.Event = field(default_factory=threading.Event)

    @property
    def blocks(self) -> list[str]:
        return [block["text"] for message in self.body["messages"] for block in message["content"]]

    @property
    def prompt(self) -> str:
        return "\n\n".join(self.blocks)

    @property
    def system(self) -> str:
        return "\n\n".join(block["text"] for block in self.body.get("system", []))

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


class AnthropicServer:
    """The server on a thread of its own; any thread may read what it received and say what it does."""

    def __init__(self, *, port: int = 0, default: Reply = OK, failures: RandomFailures | None = None) -> None:
        self.requests: list[Received] = []
        self.default = default
        self.max_in_flight = 0
        self.connections = 0
        self._port = port
        self._failures = failures
        self._script: deque[Reply] = deque()
        self._rules: list[tuple[Callable[[Received], bool], deque[Reply]]] = []
        self._in_flight = 0
        self._held_from: int | None = None
        self._limit: CallLimit | None = None
        self._seen_prefixes: set[int] = set()
        self._changed = threading.Condition()

    # --- what a test says and asks ---

    def script(self, *replies: Reply) -> None:
        """Treat the next requests like this, in this order; after them the default applies again."""
        self._script.extend(replies)

    def when(self, applies: Callable[[Received], bool], *replies: Reply) -> None:
        """Treat the next requests that `applies` accepts like this, before anything scripted."""
        self._rules.append((applies, deque(replies)))

    def fail_at_random(self, failures: RandomFailures) -> None:
        """Let the chosen share of the calls that nothing else is said of fail."""
        self._failures = failures

    def limit(self, *, calls: int, minute_seconds: float) -> CallLimit:
        """Let so many calls a minute through and refuse all others; say so with each answer."""
        self._limit = CallLimit(calls=calls, minute_seconds=minute_seconds)
        return self._limit

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
        self._failures = self._limit = None
        self.requests.clear()
        self._script.clear()
        self._rules.clear()
        self.max_in_flight = 0

    def wait_for(self, count: int, timeout: float = 30.0) -> list[Received]:
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

    def receive(self, headers: dict[str, str], body: dict[str, Any]) -> tuple[Received, Reply]:
        received = Received(
            index=len(self.requests),
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

    def is_held(self, received: Received) -> bool:
        return self._held_from is not None and received.index >= self._held_from

    def finish(self, received: Received, *, closed_early: bool) -> None:
        self._in_flight -= 1
        received.end(closed_early=closed_early)

    def input_usage(self, received: Received) -> dict[str, int]:
        """Count the prompt's tokens as the prompt cache would: marked beginnings are remembered."""
        total = cached = marked = 0
        text = ""
        for block in [*received.body.get("system", []), *received.body["messages"][0]["content"]]:
            text += block["text"]
            total = len(text) // 4
            if "cache_control" in block:
                marked = total
                cached = total if hash(text) in self._seen_prefixes else cached
                self._seen_prefixes.add(hash(text))
        return {
            "input_tokens": total - marked,
            "cache_creation_input_tokens": marked - cached,
            "cache_read_input_tokens": cached,
        }

    def _reply_to(self, received: Received) -> Reply:
        for applies, replies in self._rules:
            if replies and applies(received):
                return replies.popleft()
        if self._script:
            return self._script.popleft()
        reply = (self._failures and self._failures.next(received.body)) or self.default
        return reply if self._limit is None else _limited(reply, self._limit)

    # --- running ---

    async def serve(self) -> None:
        """Open the port and return; requests are answered while the loop runs."""
        loop = asyncio.get_running_loop()
        self._listener = await loop.create_server(
            lambda: Connection(self), "127.0.0.1", self._port, backlog=1024
        )
        self._port = self._listener.sockets[0].getsockname()[1]

    def __enter__(self) -> "AnthropicServer":
        self._loop = asyncio.new_event_loop()
        self._loop.run_until_complete(self.serve())
        self._thread = threading.Thread(target=self._loop.run_forever, name="anthropic-server", daemon=True)
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

    def summary(self) -> str:
        """Return one line of JSON on what the server saw, for its use as a process."""
        early = sum(request.closed_early_at is not None for request in self.requests)
        return json.dumps(
            {"requests": len(self.requests), "closed_early": early, "max_in_flight": self.max_in_flight}
        )


def _limited(reply: Reply, limit: CallLimit) -> Reply:
    if limit.lets_through():
        return replace(reply, headers={**reply.headers, **limit.headers(is_refused=False)})
    return status(429, headers=limit.headers(is_refused=True))


async def _run(server: AnthropicServer) -> None:
    await server.serve()
    sys.stdout.write(f"{server.url}\n")
    sys.stdout.flush()
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await stopped.wait()
    sys.stdout.write(f"{server.summary()}\n")


def main() -> None:
    """Run until TERM or Ctrl-C; the first line printed is the address, the last a summary."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--failure-rate", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before the first byte")
    parser.add_argument("--pace", type=float, default=0.0, help="seconds between two pieces of text")
    options = parser.parse_args()
    failures = RandomFailures(rate=options.failure_rate, seed=options.seed)
    default = OK.slowly(latency=options.latency, pace=options.pace)
    asyncio.run(_run(AnthropicServer(port=options.port, default=default, failures=failures)))


if __name__ == "__main__":
    main()
