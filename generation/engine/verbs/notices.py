"""Whom a job's ending was told: its owner, once for each, whichever of their pages was first.

A cancel is no ending to be told of: who cancelled knows it from the page where they did. Nor is a failure by
an incident, while that run is to be resumed by itself: gate/incident_notices.py tells of those, all at once.
Of the jobs of a batch people are told when the batch has ended, so that hundreds are one message.
"""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from generation.states import JobStatus

TOLD_OF = frozenset({JobStatus.COMPLETED, JobStatus.FAILED})
LATELY = timedelta(days=1)
"""An ending is news for so long; later nobody waits for it."""


def claim_endings(user: User) -> list[UUID]:
    """Note that the user is told how their jobs ended; return the jobs they were not told of before."""
    with connection.cursor() as cursor:
        since = timezone.now() - LATELY
        cursor.execute(_CLAIM, {"user": user.pk, "since": since, "told_of": sorted(TOLD_OF)})
        return [job for (job,) in cursor.fetchall()]


# One statement, so that the ending which is told is the one the job has at that moment; in order, so that two
# pages that ask at once do not wait for each other. The jobs are kept from being deleted meanwhile, and those
# that somebody is deleting are passed over: a notice of one that is gone would break the whole of it, and
# nobody would be told of the others.
_CLAIM = """
INSERT INTO ending_notices (user_id, job_id, epoch, told_at)
SELECT jobs.owner_id, jobs.id, jobs.epoch, clock_timestamp() FROM generation_jobs AS jobs
LEFT JOIN generation_batches AS batches ON batches.id = jobs.batch_id
WHERE jobs.owner_id = %(user)s AND status = ANY(%(told_of)s) AND completed_at > %(since)s
  AND (status <> 'failed' OR incident_id IS NULL)
  AND (batches.id IS NULL OR completed_at <= ended_at)
  AND NOT EXISTS (SELECT FROM ending_notices AS told
                   WHERE told.user_id = jobs.owner_id AND told.job_id = jobs.id AND told.epoch = jobs.epoch)
ORDER BY jobs.id
FOR KEY SHARE OF jobs SKIP LOCKED
ON CONFLICT DO NOTHING
RETURNING job_id
"""
