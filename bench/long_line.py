"""What a long line costs: letting in, queueing, reading a place, raising, cancelling, looking at it all."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from statistics import median, quantiles
from uuid import UUID

from django.contrib.auth.models import User
from django.db import connection

from bench.jobs import make_funnel, none_admitted, start_one, use_writer
from bench.results import Row, Table
from bench.sizes import Sizes
from generation.app_settings import MAX_CONCURRENT_JOBS
from generation.engine.running.dispatch import admit_jobs
from generation.engine.standing.house_jobs import list_open_jobs
from generation.engine.standing.jobs import jobs_to_show, standing
from generation.engine.standing.overview import look_at_queue
from generation.engine.standing.reach import OPERATOR
from generation.engine.verbs.jobs import cancel_job, set_priority
from generation.models import Funnel, GenerationJob
from generation.states import JobStatus, Priority
from settings_app import store
from tests.support.long_line import lengthen_line

_USERS = 20
_MOST_MS = 20
_A_PAGE = 50
_WARM_UP = 3

Act = Callable[[], object]


def measure(sizes: Sizes) -> Table:
    use_writer()
    funnels = [make_funnel(_user(number)) for number in range(_USERS)]
    with none_admitted():
        lengthen_line(sizes.in_line, funnels, blueprint="bench")
        rows = tuple(row for what, acts in _operations(sizes, funnels) for row in _rows(what, acts))
        _forget_jobs()
    return Table(
        title=f"The line with {sizes.in_line:,} jobs of {_USERS} users in it",
        note=f"Each {sizes.asked_of_line} times, one after another; no worker.",
        rows=rows,
    )


def _operations(sizes: Sizes, funnels: Sequence[Funnel]) -> list[tuple[str, Iterable[Act]]]:
    """Return what is measured, each with its acts; what an act needs is made as it is drawn, untimed."""
    count = sizes.asked_of_line + _WARM_UP
    ids = list(GenerationJob.objects.filter(status=JobStatus.QUEUED).values_list("pk", flat=True))
    some = [ids[number * len(ids) // count] for number in range(count)]
    return [
        ("let the next in", _admissions(count)),
        ("queue one more", _starts(count, funnels)),
        ("read one with its place", (_reading(job) for job in some)),
        ("the queue at a glance", [look_at_queue] * count),
        ("a page of the queue", [lambda: list_open_jobs(most=_A_PAGE, status=JobStatus.QUEUED)] * count),
        ("raise one", (_raising(job) for job in some)),
        ("cancel one", (_cancelling(job) for job in some)),
    ]


def _rows(what: str, acts: Iterable[Act]) -> tuple[Row, Row]:
    times = [_milliseconds(act) for act in acts][_WARM_UP:]
    p95 = quantiles(times, n=20, method="inclusive")[-1]
    return (
        Row(what=f"{what}, p50", value=median(times), unit="ms"),
        Row(what=f"{what}, p95", value=p95, unit="ms", goal=_MOST_MS),
    )


def _milliseconds(act: Act) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def _admissions(count: int) -> Iterator[Act]:
    for running in range(1, count + 1):
        store.save({MAX_CONCURRENT_JOBS.key: running}, changed_by=None)
        yield admit_jobs
    store.save({MAX_CONCURRENT_JOBS.key: 0}, changed_by=None)


def _starts(count: int, funnels: Sequence[Funnel]) -> Iterator[Act]:
    for number in range(count):
        funnel = make_funnel(funnels[number % len(funnels)].owner)
        yield lambda funnel=funnel: start_one(blueprint="bench", funnel=funnel)  # type: ignore[misc]


def _reading(job_id: UUID) -> Act:
    return lambda: standing(jobs_to_show().get(pk=job_id), viewer=OPERATOR)


def _raising(job_id: UUID) -> Act:
    job = GenerationJob.objects.get(pk=job_id)
    return lambda: set_priority(job, Priority.HIGH, as_operator=True)


def _cancelling(job_id: UUID) -> Act:
    job = GenerationJob.objects.get(pk=job_id)
    return lambda: cancel_job(job)


def _user(number: int) -> User:
    return User.objects.get_or_create(username=f"in-line-{number}")[0]


def _forget_jobs() -> None:
    """Leave the next benchmark none of these jobs: one by one that takes longer than all that is measured."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE generation_jobs CASCADE")
