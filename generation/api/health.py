"""For those who watch over Galley: alive, ready, and in numbers. Nothing here names anybody's work.

No login is asked for, so every answer is cheap: the numbers are kept for ten seconds, and counted over jobs
that are open or ended within a day.
"""

from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from time import monotonic

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from generation.engine.database import DATABASE_AWAY
from generation.engine.overview import QueueOverview, look_at_queue, what_is_missing
from generation.models import GenerationJob, GenerationTask, TaskAttempt
from generation.states import OPEN_JOB, TaskStatus

_KEPT_SECONDS = 10
_LATELY = timedelta(days=1)
_OF_JOBS = "of jobs that are open or ended within a day"


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that this process is alive."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer whether work can be taken and done; 503 says in words what is missing."""
    if missing := what_is_missing():
        return JsonResponse({"status": "not ready", "missing": missing}, status=503)
    return JsonResponse({"status": "ready", "missing": []})


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer with the numbers of the whole house, read from the database: every process says the same."""
    try:
        numbers = _numbers_of(int(monotonic() / _KEPT_SECONDS))
    except DATABASE_AWAY:
        return HttpResponse("The database does not answer.\n", status=503, content_type="text/plain")
    return HttpResponse(numbers, content_type=CONTENT_TYPE_LATEST)


@lru_cache(maxsize=1)
def _numbers_of(period: int) -> bytes:
    """Return the numbers as they were when they were first asked for in this period."""
    registry = CollectorRegistry()
    registry.register(_Numbers())
    return generate_latest(registry)


class _Numbers(Collector):
    def describe(self) -> list[GaugeMetricFamily]:
        return []  # nothing is asked of the database before somebody wants the numbers

    def collect(self) -> Iterator[GaugeMetricFamily]:
        queue = look_at_queue()
        yield _gauge(
            "galley_jobs", "Jobs by status", ["status"], [((name,), n) for name, n in queue.status.items()]
        )
        yield _gauge("galley_tasks", f"Tasks by status, {_OF_JOBS}", ["status"], _tasks())
        yield _gauge(
            "galley_attempts",
            f"Attempts by outcome and error code, {_OF_JOBS}",
            ["outcome", "code"],
            _attempts(),
        )
        yield from _of_queue(queue)


def _of_queue(queue: QueueOverview) -> Iterator[GaugeMetricFamily]:
    yield _gauge(
        "galley_queue_jobs",
        "Jobs in line by priority",
        ["priority"],
        [((name,), n) for name, n in queue.priority.items()],
    )
    oldest = queue.oldest_wait_seconds or 0
    yield _gauge(
        "galley_queue_oldest_wait_seconds", "How long the job first in age has waited", [], [((), oldest)]
    )
    yield _gauge("galley_workers", "Workers with a sign of life", [], [((), len(queue.workers))])
    yield _gauge("galley_concurrency_limit", "Jobs that may run at once", [], [((), queue.concurrency.limit)])


def _tasks() -> list[tuple[tuple[str, ...], float]]:
    tasks = GenerationTask.objects.order_by().filter(job__in=_lately_open())
    rows = tasks.values("status").annotate(tasks=Count("pk"))
    counts = {row["status"]: row["tasks"] for row in rows}
    return [((str(status),), counts.get(status, 0)) for status in TaskStatus]


def _attempts() -> list[tuple[tuple[str, ...], float]]:
    attempts = TaskAttempt.objects.order_by().filter(task__job__in=_lately_open())
    rows = attempts.values("outcome", "error_code").annotate(attempts=Count("pk"))
    return [((row["outcome"], row["error_code"]), row["attempts"]) for row in rows]


def _lately_open() -> QuerySet[GenerationJob]:
    lately = Q(status__in=OPEN_JOB) | Q(completed_at__gt=timezone.now() - _LATELY)
    return GenerationJob.objects.order_by().filter(lately)


def _gauge(
    name: str, words: str, labels: list[str], values: list[tuple[tuple[str, ...], float]]
) -> GaugeMetricFamily:
    gauge = GaugeMetricFamily(name, words, labels=labels)
    for label_values, value in values:
        gauge.add_metric(list(label_values), value)
    return gauge
