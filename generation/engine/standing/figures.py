"""What a period was like for those who operate Galley: what went well, how long it took, what it cost."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Aggregate, Count, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, Sum
from django.db.models.functions import Greatest

from generation.engine.standing.used import cost_in_usd
from generation.models import GenerationJob, JobEvent, TaskAttempt
from generation.states import AttemptOutcome, JobStatus, TaskStatus


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How long something took: half of them at most `p50`, 95 of 100 at most `p95`; None where none did."""

    p50: float | None
    p95: float | None


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The figures of the period from `since` up to `until`; all times are in seconds.

    Jobs count where they ended in it, `runs` and `waits` those that completed: how long they ran, and how
    long they had been in line before. One that an incident stopped goes on by itself, and has not ended: it
    counts when it has, or when it is left failed. `resumed` of all that ended had been resumed at some time.
    Attempts count where they began in it: a retry is one that was not the first, `retried_tasks` are the
    tasks that had one and have ended, of which `recovered_tasks` came to be written.
    """

    since: datetime
    until: datetime
    completed: int
    failed: int
    cancelled: int
    resumed: int
    runs: Spread
    waits: Spread
    attempts: int
    retries: int
    retried_tasks: int
    recovered_tasks: int
    provider_calls: int
    input_tokens: int
    output_tokens: int
    cost_usd: Decimal

    @property
    def ended(self) -> int:
        """How many ended by themselves; what a person cancels says nothing of the house."""
        return self.completed + self.failed

    @property
    def success_rate(self) -> float | None:
        """Completed ones of all that ended by themselves, from 0 to 1."""
        return self.completed / self.ended if self.ended else None

    @property
    def failed_percent(self) -> float | None:
        """Failed ones of all that ended by themselves, of a hundred."""
        return round(100 * self.failed / self.ended, 1) if self.ended else None

    @property
    def recovery_rate(self) -> float | None:
        """Retried tasks that came to be written, from 0 to 1."""
        return self.recovered_tasks / self.retried_tasks if self.retried_tasks else None


def figures_between(since: datetime, until: datetime) -> Figures:
    """Return the figures of a period, in two queries.

    Only of jobs whose record is still kept (the setting job_retention_days).
    """
    return Figures(since=since, until=until, **_of_jobs(since, until), **_of_attempts(since, until))


class _Percentile(Aggregate):
    """PostgreSQL's percentile_cont of a duration."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(fraction)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()

    def __init__(self, expression: Any, fraction: float, **extra: Any) -> None:
        super().__init__(expression, fraction=fraction, **extra)


def _of_jobs(since: datetime, until: datetime) -> dict[str, Any]:
    stopped = Q(status=JobStatus.FAILED, incident__isnull=False)
    ended = GenerationJob.objects.order_by().filter(~stopped, completed_at__gte=since, completed_at__lt=until)
    whole = Q(status=JobStatus.COMPLETED, only_task="")
    ran = ExpressionWrapper(F("completed_at") - F("started_at"), output_field=DurationField())
    in_line_since = Greatest("queued_at", "scheduled_at")
    waited = ExpressionWrapper(F("started_at") - in_line_since, output_field=DurationField())
    resumed = Exists(JobEvent.objects.filter(job=OuterRef("pk"), kind="job_resumed"))
    found = ended.annotate(was_resumed=resumed).aggregate(
        completed=Count("pk", filter=Q(status=JobStatus.COMPLETED)),
        failed=Count("pk", filter=Q(status=JobStatus.FAILED)),
        cancelled=Count("pk", filter=Q(status=JobStatus.CANCELLED)),
        resumed=Count("pk", filter=Q(was_resumed=True)),
        run_p50=_Percentile(ran, 0.5, filter=whole),
        run_p95=_Percentile(ran, 0.95, filter=whole),
        wait_p50=_Percentile(waited, 0.5, filter=whole),
        wait_p95=_Percentile(waited, 0.95, filter=whole),
    )
    runs = Spread(p50=_seconds(found.pop("run_p50")), p95=_seconds(found.pop("run_p95")))
    waits = Spread(p50=_seconds(found.pop("wait_p50")), p95=_seconds(found.pop("wait_p95")))
    return {**found, "runs": runs, "waits": waits}


def _of_attempts(since: datetime, until: datetime) -> dict[str, Any]:
    attempts = TaskAttempt.objects.order_by().filter(started_at__gte=since, started_at__lt=until)
    again = Q(number__gt=1)
    written, given_up = Q(task__status=TaskStatus.COMPLETED), Q(task__status=TaskStatus.FAILED)
    found = attempts.aggregate(
        attempts=Count("pk", filter=~Q(outcome=AttemptOutcome.RUNNING)),
        retries=Count("pk", filter=again),
        retried_tasks=Count("task", distinct=True, filter=again & (written | given_up)),
        recovered_tasks=Count("task", distinct=True, filter=again & written),
        provider_calls=Sum("provider_calls", default=0),
        input_tokens=Sum("input_tokens", default=0),
        output_tokens=Sum("output_tokens", default=0),
        cost=Sum("cost_micro_usd", default=0),
    )
    cost_usd = cost_in_usd(found.pop("cost"))
    return {**found, "cost_usd": cost_usd}


def _seconds(length: timedelta | None) -> float | None:
    return None if length is None else round(length.total_seconds(), 1)
