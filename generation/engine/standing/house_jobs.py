"""A page of the house's jobs: the open ones in the order of their turns, and those that failed lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from generation.engine.line.order import first_in_line
from generation.engine.standing.jobs import jobs_to_show
from generation.models import GenerationJob
from generation.states import OPEN_JOB, JobStatus
from settings_app import store


@dataclass(frozen=True, kw_only=True)
class HouseJobs:
    """Some of the jobs that were asked for, loaded to be shown, and how many there are in all."""

    jobs: Sequence[GenerationJob]
    total: int


def list_open_jobs(
    *, most: int, skip: int = 0, status: JobStatus | None = None, owner: str = ""
) -> HouseJobs:
    """Return open jobs, at most so many, of this status, of users whose names hold `owner`.

    First those that run, then the line, at last those that are not in line yet.
    """
    found = _of(owner).filter(status__in=[status] if status else OPEN_JOB)
    running = found.filter(status=JobStatus.RUNNING).order_by("started_at", "pk")
    total, total_running = found.count(), running.count()
    ids = list(running.values_list("pk", flat=True)[skip : skip + most])
    if len(ids) < most and total > total_running:
        skip_queued = max(0, skip - total_running)
        ids += first_in_line(store.read_all(), owner=owner, skip=skip_queued, most=most - len(ids))
    return HouseJobs(jobs=_loaded(ids), total=total)


def list_failed_jobs(*, most: int, skip: int = 0, owner: str = "") -> HouseJobs:
    """Return the jobs that failed within a day, the latest first.

    Those that an incident stopped go on by themselves, and are not among them.
    """
    lately = timezone.now() - timedelta(days=1)
    found = _of(owner).filter(status=JobStatus.FAILED, incident=None, completed_at__gt=lately)
    ids = list(found.order_by("-completed_at", "pk").values_list("pk", flat=True)[skip : skip + most])
    return HouseJobs(jobs=_loaded(ids), total=found.count())


def _of(owner: str) -> QuerySet[GenerationJob]:
    jobs = GenerationJob.objects.order_by()
    return jobs.filter(owner__username__icontains=owner) if owner else jobs


def _loaded(ids: Sequence[UUID]) -> list[GenerationJob]:
    by_id = {job.pk: job for job in jobs_to_show().select_related("funnel__owner").filter(pk__in=ids)}
    return [by_id[job_id] for job_id in ids if job_id in by_id]
