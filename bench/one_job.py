"""How long one job of fourteen tasks takes from its start to its end, with nothing else to do."""

import time
from collections.abc import Sequence
from statistics import median
from uuid import UUID

from bench import plain
from bench.jobs import make_funnel, make_rows, start_one, use_writer, wait_for_end
from bench.kinds import TASKS
from bench.results import Row, Table
from bench.sizes import Sizes
from bench.workers import process_group, start_plain_worker, start_worker

_WARM_UP = 2
_MOST_TIMES_SLOWER = 3


def measure(sizes: Sizes) -> Table:
    """Run the job and both chains in turn, so that whatever else the machine does falls on all three."""
    use_writer()
    jobs, empty, updates = [], [], []
    with process_group() as processes:
        start_worker(processes, concurrency=sizes.concurrency)
        start_plain_worker(processes, concurrency=sizes.concurrency)
        rows = make_rows()
        for _ in range(_WARM_UP + sizes.repeats):
            jobs.append(_job())
            empty.append(_empty_chain())
            updates.append(_chain_with_updates(rows))
    job_ms, empty_ms, updates_ms = (median(times[_WARM_UP:]) * 1000 for times in (jobs, empty, updates))
    return Table(
        title=f"One job of {TASKS} tasks, from its start to its end",
        note=f"Medians of {sizes.repeats}; one worker process each, {sizes.concurrency} threads.",
        rows=(
            Row(what=f"bare Celery chain of {TASKS} empty messages", value=empty_ms, unit="ms"),
            Row(what="the same with two committed updates a task", value=updates_ms, unit="ms"),
            Row(what="one job on an instant provider", value=job_ms, unit="ms"),
            Row(
                what="job / chain with two updates",
                value=job_ms / updates_ms,
                unit="times",
                goal=_MOST_TIMES_SLOWER,
            ),
        ),
    )


def _job() -> float:
    funnel = make_funnel()
    began = time.time()
    return wait_for_end([start_one(blueprint="bench", funnel=funnel).pk]) - began


def _empty_chain() -> float:
    began = time.time()
    plain.send_empty(TASKS)
    return plain.wait_for_ends(1, timeout_seconds=60) - began


def _chain_with_updates(rows: Sequence[UUID]) -> float:
    began = time.time()
    plain.send_two_updates(rows)
    return plain.wait_for_ends(1, timeout_seconds=60) - began
