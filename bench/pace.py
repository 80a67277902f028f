"""How long a whole funnel takes on a provider as slow as the real one, told in the real one's time."""

import time

from bench.jobs import start_one, use_writer, wait_for_end
from bench.results import Row, Table
from bench.sizes import Sizes
from bench.workers import process_group, start_worker

_REAL_SECONDS_A_CALL = 45
_MOST_MINUTES_ONE_LANE = 15
_MOST_MINUTES_FIVE_LANES = 4


def measure(sizes: Sizes) -> Table:
    use_writer("demo")
    with process_group() as processes:
        start_worker(processes, concurrency=sizes.concurrency, seconds_per_call=sizes.paced_seconds)
        one, five = (_minutes(lanes, sizes.paced_seconds) for lanes in (1, 5))
    return Table(
        title=f"A funnel on a provider that takes {_REAL_SECONDS_A_CALL} s a call",
        note=f"Measured with calls of {sizes.paced_seconds:g} s and multiplied, the engine's part with them.",
        rows=(
            Row(what="one lane", value=one, unit="min", goal=_MOST_MINUTES_ONE_LANE),
            Row(what="five lanes", value=five, unit="min", goal=_MOST_MINUTES_FIVE_LANES),
        ),
    )


def _minutes(lanes: int, seconds_per_call: float) -> float:
    began = time.time()
    seconds = wait_for_end([start_one(blueprint="funnel", lanes=lanes).pk]) - began
    return seconds * _REAL_SECONDS_A_CALL / seconds_per_call / 60
