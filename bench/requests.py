"""How long starting a job and asking for its status take over HTTP, with many jobs in the table."""

import http.client
import itertools
import json
import time
from collections.abc import Callable, Iterable
from statistics import quantiles
from urllib.parse import urlsplit
from uuid import UUID

from knox.models import AuthToken

from bench.jobs import bench_user, make_funnel, none_admitted, start_one
from bench.results import Row, Table
from bench.sizes import Sizes
from bench.workers import process_group
from generation.app_settings import MAX_CONCURRENT_JOBS
from generation.engine.running.dispatch import admit_jobs
from generation.models import GenerationJob
from generation.states import OPEN_JOB
from settings_app import store
from tests.support.galley import start_web

_MOST_MS_START = 50
_MOST_MS_STATUS = 20
_WARM_UP = 10

Ask = Callable[[], None]


def measure(sizes: Sizes) -> Table:
    _fill_table(sizes.jobs_in_table)
    with process_group() as processes:
        client = _Client(start_web(processes).address)
        jobs = GenerationJob.objects.filter(blueprint="funnel").values_list("pk", flat=True)
        status = _p95_ms(client.status_of(job) for job in _first(sizes.requests, itertools.cycle(jobs)))
        funnels = [make_funnel().pk for _ in range(sizes.requests + _WARM_UP)]
        start = _p95_ms(client.start_of(funnel) for funnel in funnels)
    count = GenerationJob.objects.count()
    GenerationJob.objects.filter(status__in=OPEN_JOB).delete()  # the next benchmark's worker would run them
    return Table(
        title=f"Requests with {count:,} jobs in the table",
        note=f"95th percentiles of {sizes.requests}, one after another; uvicorn with one process.",
        rows=(
            Row(what="POST /api/funnels/{id}/generate/", value=start, unit="ms", goal=_MOST_MS_START),
            Row(what="GET /api/jobs/{id}/", value=status, unit="ms", goal=_MOST_MS_STATUS),
        ),
    )


def _fill_table(count: int) -> None:
    """Have so many jobs, as many of them running as the settings allow and the others in line."""
    with none_admitted():
        for _ in range(count):
            start_one(blueprint="funnel")
    store.save({MAX_CONCURRENT_JOBS.key: MAX_CONCURRENT_JOBS.default}, changed_by=None)
    admit_jobs()


def _first(count: int, jobs: Iterable[UUID]) -> Iterable[UUID]:
    return itertools.islice(jobs, count + _WARM_UP)


def _p95_ms(asks: Iterable[Ask]) -> float:
    times = []
    for ask in asks:
        began = time.perf_counter()
        ask()
        times.append(time.perf_counter() - began)
    return quantiles(times[_WARM_UP:], n=20, method="inclusive")[-1] * 1000


class _Client:
    """One signed-in caller on one kept connection."""

    def __init__(self, address: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(address).netloc)
        _, token = AuthToken.objects.create(bench_user())
        self._headers = {"Authorization": f"Token {token}", "Content-Type": "application/json"}

    def status_of(self, job: UUID) -> Ask:
        return lambda: self._ask("GET", f"/api/jobs/{job}/", expected=200)

    def start_of(self, funnel: UUID) -> Ask:
        return lambda: self._ask("POST", f"/api/funnels/{funnel}/generate/", expected=202)

    def _ask(self, method: str, path: str, *, expected: int) -> None:
        body = json.dumps({}) if method == "POST" else None
        self._connection.request(method, path, body=body, headers=self._headers)
        response = self._connection.getresponse()
        answer = response.read()
        if response.status != expected:
            raise RuntimeError(f"{method} {path} answered {response.status}: {answer[:300]!r}")
