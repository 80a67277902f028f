"""The open jobs of the house in the order of their turns: what runs, the line, and what is put off."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from generation.engine.line import jobs_in_line
from generation.engine.standing import jobs_to_show
from generation.models import GenerationJob
from generation.states import OPEN_JOB, JobStatus
from settings_app import store


@dataclass(frozen=True, kw_only=True)
class OpenJobs:
    """The first of the open jobs that were asked for, loaded to be shown, and how many there are in all."""

    jobs: Sequence[GenerationJob]
    total: int


def list_open_jobs(*, most: int, status: JobStatus | None = None, owner: str = "") -> OpenJobs:
    """Return the first jobs, at most so many, of this status, of users whose names hold `owner`."""
    found = GenerationJob.objects.order_by().filter(status__in=[status] if status else OPEN_JOB)
    if owner:
        found = found.filter(funnel__owner__username__icontains=owner)
    running = found.filter(status=JobStatus.RUNNING).order_by("started_at", "pk")
    queued = _in_their_order(found.filter(status=JobStatus.QUEUED))
    first = [*running.values_list("pk", flat=True)[:most], *queued][:most]
    return OpenJobs(jobs=_loaded(first), total=running.count() + len(queued))


def _in_their_order(queued: QuerySet[GenerationJob]) -> list[UUID]:
    """Return the ids by place in line; at the end those that are not in line yet, the next due first."""
    ids = list(queued.order_by("scheduled_at", "queued_at").values_list("pk", flat=True))
    places = {job_id: place for place, job_id in enumerate(jobs_in_line(store.read_all()))} if ids else {}
    return sorted(ids, key=lambda job_id: places.get(job_id, len(places)))


def _loaded(ids: Sequence[UUID]) -> list[GenerationJob]:
    by_id = {job.pk: job for job in jobs_to_show().select_related("funnel__owner").filter(pk__in=ids)}
    return [by_id[job_id] for job_id in ids if job_id in by_id]
