"""How the house did over a period: what was started, finished, resumed and given up, and what people say."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db.models import Avg, Count, Exists, OuterRef, Q, QuerySet

from generation.models import GenerationJob, JobEvent, JobRating
from generation.states import JobStatus

_ENDED_BADLY = (JobStatus.FAILED, JobStatus.CANCELLED)
_EVENTS = {
    "starts": "job_started",
    "completions": "job_completed",
    "task_failures": "task_failed",
    "resumes": "job_resumed",
    "support_clicks": "support_asked",
}


@dataclass(frozen=True, kw_only=True)
class Tallies:
    """Counts of a period. `jobs_resumed` of the `starts` needed Resume; `given_up` never got it.

    `stars` is the mean of the ratings, None where there is none.
    """

    starts: int
    completions: int
    task_failures: int
    resumes: int
    jobs_resumed: int
    given_up: int
    support_clicks: int
    ratings: int
    stars: float | None

    @property
    def resumed_share(self) -> float | None:
        """The share of the jobs started in the period that were resumed; None where none was started."""
        return self.jobs_resumed / self.starts if self.starts else None


def tally(*, since: datetime, until: datetime) -> Tallies:
    """Return the counts from `since` up to `until`, in three queries.

    Only of jobs whose record is still kept (the setting job_retention_days).
    """
    events = JobEvent.objects.filter(at__gte=since, at__lt=until).aggregate(
        **{name: Count("pk", filter=Q(kind=kind)) for name, kind in _EVENTS.items()}
    )
    rated = JobRating.objects.filter(updated_at__gte=since, updated_at__lt=until).aggregate(
        ratings=Count("pk"), stars=Avg("stars")
    )
    return Tallies(**events, **rated, **_jobs(since, until))


def _jobs(since: datetime, until: datetime) -> dict[str, int]:
    resumed = Exists(JobEvent.objects.filter(job=OuterRef("pk"), kind="job_resumed"))
    started = Q(created_at__gte=since, created_at__lt=until)
    ended = Q(status__in=_ENDED_BADLY, completed_at__gte=since, completed_at__lt=until)
    jobs: QuerySet[GenerationJob] = GenerationJob.objects.order_by().filter(started | ended)
    return cast(
        "dict[str, int]",
        jobs.annotate(resumed=resumed).aggregate(
            jobs_resumed=Count("pk", filter=started & Q(resumed=True)),
            given_up=Count("pk", filter=ended & Q(resumed=False)),
        ),
    )
