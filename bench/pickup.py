"""How soon the provider hears of a start: real SDK, free threads, free slots."""

import time
from collections.abc import Sequence
from statistics import median, quantiles

from bench.jobs import make_funnel, start_one, use_writer, wait_for_end
from bench.results import Row, Table
from bench.sizes import Sizes
from bench.workers import process_group, start_worker
from tests.support.anthropic_server import AnthropicServer

_P95_MS = 250


def measure(sizes: Sizes) -> Table:
    """Start one job after another, each when the one before it has ended."""
    use_writer("anthropic")
    with AnthropicServer() as server, process_group() as processes:
        start_worker(
            processes,
            concurrency=sizes.concurrency,
            ANTHROPIC_API_KEY="sk-bench",
            ANTHROPIC_BASE_URL=server.url,
        )
        times = [_pickup(server) * 1000 for _ in range(sizes.pickups)]
    use_writer()
    return Table(
        title="From a start to the first call of the provider",
        note=f"{sizes.pickups} starts, the first just after the worker's own; threads and slots are free.",
        rows=(
            Row(what="the first start", value=times[0], unit="ms", goal=_P95_MS),
            Row(what="median", value=median(times), unit="ms"),
            Row(what="p95", value=_p95(times), unit="ms", goal=_P95_MS),
            Row(what="longest", value=max(times), unit="ms"),
        ),
    )


def _pickup(server: AnthropicServer) -> float:
    """Return the seconds that passed; both ends are seen by this process's clock."""
    funnel, calls = make_funnel(), len(server.requests)
    began = time.monotonic()
    job = start_one(blueprint="bench", funnel=funnel)
    called = server.wait_for(calls + 1)[calls]
    wait_for_end([job.pk])
    return called.at - began


def _p95(times: Sequence[float]) -> float:
    return quantiles(times, n=20, method="inclusive")[-1]
