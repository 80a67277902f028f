"""How well jobs that mostly wait for their provider run side by side."""

import time

from bench import plain
from bench.jobs import admit_at_once, use_writer, wait_for_end
from bench.kinds import TASKS
from bench.results import Row, Table
from bench.sizes import Sizes
from bench.workers import paused, process_group, start_plain_worker, start_worker

_MOST_TIMES_IDEAL = 1.3


def measure(sizes: Sizes) -> Table:
    use_writer()
    ideal = TASKS * sizes.waiting_seconds
    bare, jobs = _bare_seconds(sizes), _seconds(sizes)
    return Table(
        title=f"{sizes.waiting_jobs} jobs of {TASKS} calls of {sizes.waiting_seconds:g} s, one slot each",
        note=f"One worker process, {sizes.waiting_jobs} threads.",
        rows=(
            Row(what="ideal", value=ideal, unit="s"),
            Row(what="bare Celery chains that sleep", value=bare, unit="s"),
            Row(what="jobs", value=jobs, unit="s"),
            Row(what="jobs / ideal", value=jobs / ideal, unit="times", goal=_MOST_TIMES_IDEAL),
        ),
    )


def _bare_seconds(sizes: Sizes) -> float:
    with process_group() as processes:
        worker = start_plain_worker(processes, concurrency=sizes.waiting_jobs)
        with paused(worker):
            for _ in range(sizes.waiting_jobs):
                plain.send_empty(TASKS, seconds=sizes.waiting_seconds)
        began = time.time()
        return plain.wait_for_ends(sizes.waiting_jobs, timeout_seconds=300) - began


def _seconds(sizes: Sizes) -> float:
    with process_group() as processes:
        worker = start_worker(
            processes, concurrency=sizes.waiting_jobs, seconds_per_call=sizes.waiting_seconds
        )
        wait_for_end(admit_at_once(1, blueprint="bench"))
        with paused(worker):
            ids = admit_at_once(sizes.waiting_jobs, blueprint="bench")
        began = time.time()
        return wait_for_end(ids) - began
