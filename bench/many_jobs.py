"""How many tasks a second one worker process gets done when many jobs come at once."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import psutil

from bench import plain
from bench.jobs import admit_at_once, make_rows, start_one, use_writer, wait_for_end
from bench.kinds import TASKS
from bench.results import Row, Table
from bench.sizes import Sizes
from bench.workers import paused, process_group, start_plain_worker, start_worker
from tests.support.processes import RunningProcess

_TASKS_A_SECOND = 250
_TIMEOUT_SECONDS = 600


def measure(sizes: Sizes) -> Table:
    use_writer()
    with process_group() as processes:
        plain_worker = start_plain_worker(processes, concurrency=sizes.concurrency)
        empty = _empty_chains(plain_worker, sizes.many_jobs)
        updates = _chains_with_updates(plain_worker, sizes.many_jobs)
    with process_group() as processes:
        jobs = _jobs(start_worker(processes, concurrency=sizes.concurrency), sizes.many_jobs)
    return Table(
        title=f"{sizes.many_jobs} jobs of {TASKS} tasks at once",
        note=f"One worker process, {sizes.concurrency} threads; everything is in the queue when it begins.",
        rows=(
            *_rows("bare Celery chains of empty messages", empty),
            *_rows("the same with two committed updates a task", updates),
            *_rows("jobs on an instant provider", jobs, goal=_TASKS_A_SECOND),
        ),
    )


@dataclass(frozen=True, kw_only=True)
class _Pace:
    """`cpu_ms` is the worker's processor time for one task: other load on the machine touches it least."""

    tasks_a_second: float
    cpu_ms: float


def _rows(what: str, pace: _Pace, *, goal: float | None = None) -> tuple[Row, Row]:
    return (
        Row(what=what, value=pace.tasks_a_second, unit="tasks/s", goal=goal, at_least=True),
        Row(what="  the worker's CPU a task", value=pace.cpu_ms, unit="ms"),
    )


def _jobs(worker: RunningProcess, count: int) -> _Pace:
    wait_for_end([start_one(blueprint="bench").pk])  # the worker has imported everything by then
    with paused(worker):
        ids = admit_at_once(count, blueprint="bench")
    return _pace(worker, count, lambda: wait_for_end(ids))


def _empty_chains(worker: RunningProcess, count: int) -> _Pace:
    with paused(worker):
        for _ in range(count):
            plain.send_empty(TASKS)
    return _pace(worker, count, lambda: _ends(count))


def _chains_with_updates(worker: RunningProcess, count: int) -> _Pace:
    rows = [make_rows() for _ in range(count)]
    with paused(worker):
        for task_ids in rows:
            plain.send_two_updates(task_ids)
    return _pace(worker, count, lambda: _ends(count))


def _ends(count: int) -> float:
    return plain.wait_for_ends(count, timeout_seconds=_TIMEOUT_SECONDS)


def _pace(worker: RunningProcess, count: int, wait: Callable[[], float]) -> _Pace:
    """Return how fast `count` chains went by; `wait` answers when the last one ended."""
    began, cpu = time.time(), _cpu_seconds(worker)
    ended = wait()
    tasks = count * TASKS
    return _Pace(tasks_a_second=tasks / (ended - began), cpu_ms=(_cpu_seconds(worker) - cpu) / tasks * 1000)


def _cpu_seconds(worker: RunningProcess) -> float:
    times = psutil.Process(worker.pid).cpu_times()
    return float(times.user + times.system)
