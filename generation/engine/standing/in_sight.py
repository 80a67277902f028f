"""What of a person's runs stands around each of their pages: counted, and which there is room for.

Hundreds may be open at once, or have ended within a day. So PostgreSQL judges them, in one statement.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from generation.engine.verbs.notices import LATELY, TOLD_OF
from generation.states import OPEN_JOB, JobStatus

LINGERS = timedelta(seconds=5)
"""For how long an ending is shown once it was told."""


@dataclass(frozen=True, kw_only=True)
class InSight:
    """How many jobs are open or ended lately, and what is to be said of them.

    `untold` have ended in a way their owner was not told yet. `open_job` is one of those that are open, in
    `open_funnel`. `telling` is the status of the first that is open, else of the last whose ending is told
    just now or yet to be; None where there is neither. `followed` are what is open, what failed and what went
    well just now, but not what was dismissed; of each kind the last run speaks for it. `first` are those of
    them to be shown first: what ended, then what runs, then what is in line.
    """

    total: int = 0
    running: int = 0
    queued: int = 0
    untold: int = 0
    open_job: UUID | None = None
    open_funnel: UUID | None = None
    telling: JobStatus | None = None
    followed: int = 0
    first: tuple[UUID, ...] = ()

    @property
    def open(self) -> int:
        return self.running + self.queued


def look_at_runs(
    user: User, *, most: int = 0, dismissed: Sequence[str] = (), but: UUID | None = None
) -> InSight:
    """Return what is in sight of this user's, in one query: `first` are at most so many.

    `dismissed` names runs that are not to be followed: eight digits of the job's id, a hyphen, and the second
    it was queued at, in hexadecimal. Nor are those of the funnel `but`.
    """
    now = timezone.now()
    asked: dict[str, Any] = {"user": user.pk, "most": most, "dismissed": list(dismissed), "but": but}
    kinds = {"open": sorted(OPEN_JOB), "told_of": sorted(TOLD_OF)}
    times = {"since": now - LATELY, "just_now": now - LINGERS}
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, asked | kinds | times)
        total, running, queued, untold, job, funnel, telling, followed, first = cursor.fetchone()
    return InSight(
        total=total,
        running=running,
        queued=queued,
        untold=untold,
        open_job=job,
        open_funnel=funnel,
        telling=JobStatus(telling) if telling else None,
        followed=followed,
        first=tuple(first or ()),
    )


# A job of a batch that goes on is told of when that has ended. Until then it lingers no longer than if it had
# been told: hundreds may have ended in it.
_LOOK = """
WITH in_sight AS (
    SELECT jobs.id, jobs.funnel_id, jobs.status, jobs.queued_at, jobs.status = ANY(%(open)s) AS is_open,
           jobs.status = 'completed' OR jobs.status = 'failed' AND jobs.incident_id IS NULL AS has_ended,
           CASE WHEN jobs.batch_id IS NULL OR jobs.completed_at <= batches.ended_at THEN told_at
                ELSE jobs.completed_at END AS told_at,
           row_number() OVER (PARTITION BY jobs.funnel_id, jobs.blueprint, jobs.subject
                              ORDER BY jobs.queued_at DESC, jobs.id DESC) = 1 AS is_last
      FROM generation_jobs AS jobs
      LEFT JOIN generation_batches AS batches ON batches.id = jobs.batch_id
      LEFT JOIN ending_notices AS notices
             ON notices.job_id = jobs.id AND notices.user_id = jobs.owner_id AND notices.epoch = jobs.epoch
     WHERE jobs.owner_id = %(user)s
       AND (jobs.status = ANY(%(open)s) OR jobs.status = ANY(%(told_of)s) AND jobs.completed_at > %(since)s)
), judged AS (
    SELECT *, has_ended AND (told_at IS NULL OR told_at >= %(just_now)s) AS is_fresh FROM in_sight
), seen AS (
    SELECT *, is_last AND funnel_id IS DISTINCT FROM %(but)s::uuid AND (status <> 'completed' OR is_fresh)
              AND left(id::text, 8) || '-' || to_hex(floor(extract(epoch FROM queued_at))::bigint)
                  <> ALL(%(dismissed)s::text[]) AS is_followed
      FROM judged
)
SELECT count(*),
       count(*) FILTER (WHERE status = 'running'),
       count(*) FILTER (WHERE status = 'queued'),
       count(*) FILTER (WHERE has_ended AND told_at IS NULL),
       (array_agg(id ORDER BY queued_at, id) FILTER (WHERE is_open))[1],
       (array_agg(funnel_id ORDER BY queued_at, id) FILTER (WHERE is_open))[1],
       coalesce((array_agg(status ORDER BY queued_at, id) FILTER (WHERE is_open))[1],
                (array_agg(status ORDER BY queued_at DESC, id DESC) FILTER (WHERE is_fresh))[1]),
       count(*) FILTER (WHERE is_followed),
       (array_agg(id ORDER BY is_open, status = 'queued', queued_at, id)
        FILTER (WHERE is_followed))[:%(most)s]
  FROM seen
"""
