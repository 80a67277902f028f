"""A server that speaks Anthropic's streaming wire format on 127.0.0.1, well by default and badly on demand.

In a test: `with AnthropicServer() as server: server.script(replies.OVERLOADED); ...`. As a process:
`python -m tests.support.anthropic_server --port 9000`.
"""

import argparse
import asyncio
import json
import signal
import sys
from dataclasses import dataclass, replace

from tests.support import anthropic_wire, service_server
from tests.support.anthropic_limits import CallLimit
from tests.support.anthropic_replies import RandomFailures, status
from tests.support.service_replies import OK, Reply


@dataclass(kw_only=True)
class Received(service_server.Received):
    @property
    def model(self) -> str:
        return str(self.body["model"])

    @property
    def system(self) -> str:
        return "\n\n".join(block["text"] for block in self.body.get("system", []))

    @property
    def blocks(self) -> list[str]:
        return [block["text"] for message in self.body["messages"] for block in message["content"]]


class AnthropicServer(service_server.ServiceServer[Received]):
    """Anthropic's Messages API, its prompt cache, and its limits."""

    wire = anthropic_wire
    received = Received

    def __init__(self, *, port: int = 0, default: Reply = OK, failures: RandomFailures | None = None) -> None:
        super().__init__(port=port, default=default)
        self._failures = failures
        self._limit: CallLimit | None = None
        self._seen_prefixes: set[int] = set()

    def fail_at_random(self, failures: RandomFailures) -> None:
        """Let the chosen share of the calls that nothing else is said of fail."""
        self._failures = failures

    def limit(self, *, calls: int, minute_seconds: float) -> CallLimit:
        """Let so many calls a minute through and refuse all others; say so with each answer."""
        self._limit = CallLimit(calls=calls, minute_seconds=minute_seconds)
        return self._limit

    def forget(self) -> None:
        super().forget()
        self._failures = self._limit = None

    def usual(self, received: Received) -> Reply:
        reply = (self._failures and self._failures.next(received.body)) or self.default
        return reply if self._limit is None else _limited(reply, self._limit)

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
