"""For those who watch over Galley: alive, ready, and in numbers. Nothing here names anybody's work."""

from collections.abc import Iterator

from django.db.models import Count
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from generation.engine.overview import QueueOverview, look_at_queue, what_is_missing
from generation.models import GenerationTask, TaskAttempt
from generation.states import TaskStatus


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
    registry = CollectorRegistry()
    registry.register(_Numbers())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class _Numbers(Collector):
    def describe(self) -> list[GaugeMetricFamily]:
        return []  # nothing is asked of the database before somebody wants the numbers

    def collect(self) -> Iterator[GaugeMetricFamily]:
        queue = look_at_queue()
        yield _gauge(
            "galley_jobs", "Jobs by status", ["status"], [((name,), n) for name, n in queue.status.items()]
        )
        yield _gauge("galley_tasks", "Tasks by status", ["status"], _tasks())
        yield _gauge(
            "galley_attempts",
            "Attempts on record by outcome and error code",
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
    rows = GenerationTask.objects.order_by().values("status").annotate(tasks=Count("pk"))
    counts = {row["status"]: row["tasks"] for row in rows}
    return [((str(status),), counts.get(status, 0)) for status in TaskStatus]


def _attempts() -> list[tuple[tuple[str, ...], float]]:
    rows = TaskAttempt.objects.order_by().values("outcome", "error_code").annotate(attempts=Count("pk"))
    return [((row["outcome"], row["error_code"]), row["attempts"]) for row in rows]


def _gauge(
    name: str, words: str, labels: list[str], values: list[tuple[tuple[str, ...], float]]
) -> GaugeMetricFamily:
    gauge = GaugeMetricFamily(name, words, labels=labels)
    for label_values, value in values:
        gauge.add_metric(list(label_values), value)
    return gauge
