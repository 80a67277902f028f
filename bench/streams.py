"""What open event streams cost, and how soon a change that was committed is in the client's socket."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from statistics import quantiles

import psutil
from django.contrib.auth.models import User
from django.db import connection
from knox.models import AuthToken

from bench.jobs import make_funnel, none_admitted, start_one
from bench.listeners import Listener, Told, open_streams
from bench.results import Row, Table
from bench.sizes import Sizes
from bench.workers import process_group
from generation.engine.broker import courier
from generation.engine.running.dispatch import admit_jobs
from generation.models import GenerationJob
from generation.states import OPEN_JOB, JobStatus
from tests.support.galley import start_web
from tests.support.jobs import begin, finish
from tests.support.processes import RunningProcess

_MOST_KILOBYTES = 100
_MOST_MS = 250
_WARM_UP = 20
_WEB = "the streams' web server"
_TASKS_A_JOB = 14
_SECONDS_BETWEEN_TASKS = 0.2
_LET_THEM_HEAR_SECONDS = 2
_TEXT = "A calm inbox is a habit, and this is how it begins. " * 40


def measure(sizes: Sizes) -> Table:
    one = _measure(sizes, users=1, running=1)
    many = _measure(sizes, users=sizes.streams, running=sizes.streams // 5)
    return Table(
        title=f"{sizes.streams} open event streams of one web process",
        note="From the commit that completes a task to the client's socket, while text streams too.",
        rows=(
            *_rows("all of one user, one job", one),
            *_rows(f"of {sizes.streams} users, a fifth with a running job", many),
        ),
    )


@dataclass(frozen=True, kw_only=True)
class _Found:
    p95_ms: float
    kilobytes: float
    connections: int


def _rows(whose: str, found: _Found) -> tuple[Row, ...]:
    return (
        Row(what=f"{whose}: 95th percentile", value=found.p95_ms, unit="ms", goal=_MOST_MS),
        Row(what="  memory a stream", value=found.kilobytes, unit="kB", goal=_MOST_KILOBYTES),
        Row(what="  connections to the database that they hold", value=found.connections, unit="", goal=0),
    )


def _measure(sizes: Sizes, *, users: int, running: int) -> _Found:
    owners = [User.objects.get_or_create(username=f"streams-{number}")[0] for number in range(users)]
    jobs = _start(owners, running)
    tokens = [AuthToken.objects.create(owner)[1] for owner in islice(cycle(owners), sizes.streams)]
    with process_group() as processes:
        address = start_web(processes, env={"PGAPPNAME": _WEB}).address
        found = asyncio.run(_listen(address, processes.started[-1], tokens, jobs, sizes))
    GenerationJob.objects.filter(status__in=OPEN_JOB).delete()  # the next benchmark's worker would run them
    return found


def _start(owners: Sequence[User], running: int) -> list[GenerationJob]:
    """Return running jobs of the first of them; all the others have one in line."""
    with none_admitted():
        first = [start_one(blueprint="funnel", funnel=make_funnel(owner)) for owner in owners[:running]]
    admit_jobs()
    with none_admitted():
        for owner in owners[running:]:
            start_one(blueprint="funnel", funnel=make_funnel(owner))
    return list(GenerationJob.objects.filter(pk__in=[job.pk for job in first], status=JobStatus.RUNNING))


async def _listen(
    address: str, web: RunningProcess, tokens: Sequence[str], jobs: list[GenerationJob], sizes: Sizes
) -> _Found:
    listeners = await open_streams(address, tokens[:_WARM_UP])
    before = _kilobytes(web)
    listeners += await open_streams(address, tokens[_WARM_UP:])
    grown = _kilobytes(web) - before
    held = await asyncio.to_thread(_connections_held)
    committed = await asyncio.to_thread(_write_tasks, jobs, sizes.told_tasks)
    await asyncio.sleep(_LET_THEM_HEAR_SECONDS)
    return _Found(
        p95_ms=_p95_ms(committed, listeners),
        kilobytes=grown / max(1, len(tokens) - _WARM_UP),
        connections=held,
    )


def _write_tasks(jobs: list[GenerationJob], count: int) -> Told:
    """Write so many tasks, of each job in turn; return when each was committed."""
    positions: Counter[str] = Counter()
    committed = {}
    for job in islice(cycle(jobs), min(count, _TASKS_A_JOB * len(jobs))):
        positions[str(job.pk)] += 1
        claim = begin(job, positions[str(job.pk)])
        _say_what_is_written(jobs, claim.task_key)
        time.sleep(_SECONDS_BETWEEN_TASKS)
        finish(claim, job)
        committed[str(job.pk), claim.task_key] = time.monotonic()
    connection.close()
    return committed


def _say_what_is_written(jobs: list[GenerationJob], task: str) -> None:
    word = {"kind": "text", "task": task, "section": "cover", "text": _TEXT}
    courier.publish([(job.pk, word) for job in jobs])


def _p95_ms(committed: Told, listeners: Sequence[Listener]) -> float:
    """Raises RuntimeError where a change reached nobody."""
    waits = [
        listener.told[change] - moment
        for change, moment in committed.items()
        for listener in listeners
        if change in listener.told
    ]
    if len(waits) < len(committed):
        raise RuntimeError(f"Of {len(committed)} changes clients were told {len(waits)} times")
    return quantiles(waits, n=20, method="inclusive")[-1] * 1000


def _kilobytes(web: RunningProcess) -> float:
    return float(psutil.Process(web.pid).memory_info().rss / 1000)


def _connections_held() -> int:
    """Return how many connections the web server has, once those are ended that nobody uses."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = %s AND state = 'idle'",
            [_WEB],
        )
        time.sleep(1)
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE application_name = %s", [_WEB])
        held: int = cursor.fetchone()[0]
    connection.close()
    return held
