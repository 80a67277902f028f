"""Galley in numbers, for Prometheus: read from the database, so that every process says the same.

No login is asked for, so nothing here names anybody, and every answer is cheap: the numbers are kept for ten
seconds, and counted over jobs that are open or ended within a day.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import lru_cache
from time import monotonic

from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from generation.engine.database import DATABASE_AWAY
from generation.engine.standing.figures import Spread, figures_between
from generation.engine.standing.overview import QueueOverview, look_at_queue
from generation.models import (
    Delivery,
    GenerationJob,
    GenerationTask,
    ProcessBeat,
    ProviderIncident,
    TaskAttempt,
)
from generation.states import OPEN_JOB, DeliveryStatus, TaskStatus

_KEPT_SECONDS = 10
_LATELY = timedelta(days=1)
_OF_JOBS = "of jobs that are open or ended within a day"
_OF_A_DAY = "within a day"

Values = Sequence[tuple[tuple[str, ...], float]]


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer with the numbers of the whole house."""
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
        yield _by_word("galley_jobs", "Jobs by status", "status", queue.status)
        yield from _of_tasks()
        yield from _of_queue(queue)
        yield from _of_processes()
        yield from _of_a_day()
        yield from _of_trouble()


def _of_tasks() -> Iterator[GaugeMetricFamily]:
    tasks = GenerationTask.objects.order_by().filter(job__in=_lately_open())
    counts = dict(tasks.values_list("status").annotate(tasks=Count("pk")))
    by_status = {str(status): counts.get(status, 0) for status in TaskStatus}
    yield _by_word("galley_tasks", f"Tasks by status, {_OF_JOBS}", "status", by_status)
    attempts = TaskAttempt.objects.order_by().filter(task__job__in=_lately_open())
    rows = attempts.values_list("outcome", "error_code").annotate(attempts=Count("pk"))
    yield _gauge(
        "galley_attempts",
        f"Attempts by outcome and error code, {_OF_JOBS}",
        ["outcome", "code"],
        [((outcome, code), number) for outcome, code, number in rows],
    )


def _of_queue(queue: QueueOverview) -> Iterator[GaugeMetricFamily]:
    yield _by_word("galley_queue_jobs", "Jobs in line by priority", "priority", queue.in_line)
    oldest = queue.oldest_wait_seconds or 0
    yield _one("galley_queue_oldest_wait_seconds", "How long the job first in age has waited", oldest)
    yield _one("galley_workers", "Workers with a sign of life", len(queue.workers))
    yield _one("galley_concurrency_limit", "Jobs that may run at once", queue.concurrency.limit)


def _of_processes() -> Iterator[GaugeMetricFamily]:
    beats = ProcessBeat.objects.order_by().values_list("kind").annotate(last=Max("at"))
    yield _gauge(
        "galley_last_beat_timestamp_seconds",
        "When a process of this kind last gave a sign of life",
        ["kind"],
        [((kind,), last.timestamp()) for kind, last in beats],
    )


def _of_a_day() -> Iterator[GaugeMetricFamily]:
    now = timezone.now()
    day = figures_between(now - _LATELY, now)
    ended = {"completed": day.completed, "failed": day.failed, "cancelled": day.cancelled}
    yield _by_word("galley_day_jobs_ended", f"Jobs that ended {_OF_A_DAY}, by how", "status", ended)
    yield _spread("galley_day_run_seconds", f"How long the runs completed {_OF_A_DAY} took", day.runs)
    yield _spread("galley_day_wait_seconds", "How long those were in line before", day.waits)
    yield _one("galley_day_retries", f"Attempts {_OF_A_DAY} that were not a task's first", day.retries)
    tasks = {"recovered": day.recovered_tasks, "given_up": day.retried_tasks - day.recovered_tasks}
    yield _by_word("galley_day_retried_tasks", "The tasks of those that have ended, by how", "end", tasks)
    yield _one("galley_day_resumed_jobs", f"Jobs that ended {_OF_A_DAY} and had been resumed", day.resumed)
    yield _one("galley_day_provider_calls", f"Calls to AI services {_OF_A_DAY}", day.provider_calls)
    tokens = {"input": day.input_tokens, "output": day.output_tokens}
    yield _by_word("galley_day_tokens", "The tokens of those calls", "direction", tokens)
    yield _one("galley_day_cost_usd", "What those calls cost, in US dollars", float(day.cost_usd))


def _of_trouble() -> Iterator[GaugeMetricFamily]:
    held = GenerationTask.objects.order_by().exclude(hold="").values_list("hold").annotate(tasks=Count("pk"))
    yield _by_word("galley_held_tasks", "Tasks that are held, by what holds them", "hold", dict(held))
    incidents = ProviderIncident.objects.filter(closed_at=None).values_list("provider", "code")
    yield _gauge(
        "galley_open_incidents",
        "AI services that let nobody in",
        ["provider", "code"],
        [(incident, 1) for incident in incidents],
    )
    lately_failed = Q(status=DeliveryStatus.FAILED, created_at__gt=timezone.now() - _LATELY)
    unsent = Delivery.objects.order_by().filter(Q(status=DeliveryStatus.DUE) | lately_failed)
    deliveries = unsent.values_list("channel", "status").annotate(deliveries=Count("pk"))
    yield _gauge(
        "galley_unsent_deliveries",
        f"Mails and webhooks that are due, or failed {_OF_A_DAY}",
        ["channel", "status"],
        [((channel, status), n) for channel, status, n in deliveries],
    )


def _lately_open() -> QuerySet[GenerationJob]:
    lately = Q(status__in=OPEN_JOB) | Q(completed_at__gt=timezone.now() - _LATELY)
    return GenerationJob.objects.order_by().filter(lately)


def _spread(name: str, words: str, spread: Spread) -> GaugeMetricFamily:
    """Return a gauge of those quantiles that there are."""
    quantiles = {"0.5": spread.p50, "0.95": spread.p95}
    known = {quantile: seconds for quantile, seconds in quantiles.items() if seconds is not None}
    return _by_word(name, words, "quantile", known)


def _by_word(name: str, words: str, label: str, numbers: Mapping[str, float]) -> GaugeMetricFamily:
    return _gauge(name, words, [label], [((word,), number) for word, number in numbers.items()])


def _one(name: str, words: str, value: float) -> GaugeMetricFamily:
    return _gauge(name, words, [], [((), value)])


def _gauge(name: str, words: str, labels: list[str], values: Values) -> GaugeMetricFamily:
    gauge = GaugeMetricFamily(name, words, labels=labels)
    for label_values, value in values:
        gauge.add_metric(list(label_values), value)
    return gauge
