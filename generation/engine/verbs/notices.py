"""Whom a job's ending was told: its owner, once for each, whichever of their pages was first.

A cancel is no ending to be told of: who cancelled knows it from the page where they did. Nor is a failure by
an incident, while that run is to be resumed by itself: gate/incident_notices.py tells of those, all at once.
Of the jobs of a batch people are told when the batch has ended, so that hundreds are one message.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import F, FilteredRelation, Q, QuerySet
from django.utils import timezone

from generation.models import GenerationJob
from generation.states import OPEN_JOB, JobStatus

TOLD_OF = frozenset({JobStatus.COMPLETED, JobStatus.FAILED})
LATELY = timedelta(days=1)
"""An ending is news for so long; later nobody waits for it."""


def jobs_in_sight(user: User) -> QuerySet[GenerationJob]:
    """Return the user's jobs that are open or ended lately, oldest run first, with their funnels.

    `told_at` says of each when the user was told of this very ending.
    """
    told = FilteredRelation("notices", condition=Q(notices__user=F("owner"), notices__epoch=F("epoch")))
    ended_lately = Q(status__in=TOLD_OF, completed_at__gt=timezone.now() - LATELY)
    jobs = GenerationJob.objects.filter(Q(status__in=OPEN_JOB) | ended_lately, owner=user)
    return (
        jobs.select_related("funnel")
        .defer("brief", "inputs", "funnel__brief")
        .annotate(told=told, told_at=F("told__told_at"), batch_ended_at=F("batch__ended_at"))
        .order_by("queued_at", "pk")
    )


def told_at(job: GenerationJob) -> datetime | None:
    """Return when its owner was told how a job in sight ended; None while they were not."""
    told: datetime | None = vars(job)["told_at"]  # put there by the query above
    return told


def is_untold(job: GenerationJob) -> bool:
    """Whether a job in sight has ended in a way its owner was not told yet."""
    is_ending = job.status in TOLD_OF and not job.goes_on_by_itself
    return is_ending and told_at(job) is None and not waits_for_its_batch(job)


def waits_for_its_batch(job: GenerationJob) -> bool:
    """Whether a job in sight has ended in a batch that has not, since or yet: it is told of with that."""
    if job.batch_id is None or job.completed_at is None:
        return False
    batch_ended_at: datetime | None = vars(job)["batch_ended_at"]  # put there by the query above
    return batch_ended_at is None or job.completed_at > batch_ended_at


def claim_endings(user: User) -> list[UUID]:
    """Note that the user is told how their jobs ended; return the jobs they were not told of before."""
    with connection.cursor() as cursor:
        since = timezone.now() - LATELY
        cursor.execute(_CLAIM, {"user": user.pk, "since": since, "told_of": sorted(TOLD_OF)})
        return [job for (job,) in cursor.fetchall()]


# One statement, so that the ending which is told is the one the job has at that moment; in order, so that two
# pages that ask at once do not wait for each other.
_CLAIM = """
INSERT INTO ending_notices (user_id, job_id, epoch, told_at)
SELECT jobs.owner_id, jobs.id, jobs.epoch, clock_timestamp() FROM generation_jobs AS jobs
LEFT JOIN generation_batches AS batches ON batches.id = jobs.batch_id
WHERE jobs.owner_id = %(user)s AND status = ANY(%(told_of)s) AND completed_at > %(since)s
  AND (status <> 'failed' OR incident_id IS NULL)
  AND (batches.id IS NULL OR completed_at <= ended_at)
ORDER BY jobs.id
ON CONFLICT DO NOTHING
RETURNING job_id
"""
