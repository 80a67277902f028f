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

from generation.engine.standing.batch_in_sight import BatchInSight, batch_in_sight
from generation.engine.standing.on_hold import HELD_ALONE
from generation.engine.verbs.notices import LATELY, TOLD_OF
from generation.states import OPEN_JOB, JobStatus

LINGERS = timedelta(seconds=5)
"""For how long an ending is shown once it was told."""


@dataclass(frozen=True, kw_only=True)
class InSight:
    """How many jobs are open or ended lately, and what is to be said of them.

    So many of those `running` are `on_hold`; those `in_line` are queued and not `put_off`. `untold` have
    ended in a way their owner was not told yet. `open_job` is one of those that are open: one that is put
    off where there is no other. It is of `open_funnel`, and of that blueprint and subject. `telling` is the
    status of the first that runs or is in line, else of the last whose ending is told just now or yet to be;
    None where there is neither. `followed` counts what is open, what failed and what went well just now, but
    not what was dismissed: of each kind the last run, and of a batch all as one. `first` are the jobs and
    batches of them to be shown first: what ended, then what runs, then what is in line. `batches` are the
    batches among those.
    """

    total: int = 0
    running: int = 0
    on_hold: int = 0
    in_line: int = 0
    put_off: int = 0
    untold: int = 0
    open_job: UUID | None = None
    open_funnel: UUID | None = None
    open_blueprint: str = ""
    open_subject: str = ""
    telling: JobStatus | None = None
    followed: int = 0
    first: tuple[UUID, ...] = ()
    batches: tuple[BatchInSight, ...] = ()

    @property
    def under_way(self) -> int:
        """How many run or are in line: what is put off may be so for months."""
        return self.running + self.in_line

    @property
    def open(self) -> int:
        return self.under_way + self.put_off


def look_at_runs(
    user: User,
    *,
    most: int = 0,
    dismissed: Sequence[str] = (),
    but: UUID | None = None,
    but_kind: tuple[str, str] = ("funnel", ""),
) -> InSight:
    """Return what is in sight of this user's, in one query: `first` are at most so many.

    `dismissed` names what is not to be followed: eight digits of the id of a job or batch, a hyphen, and the
    second it was last queued at, in hexadecimal. Nor is the batch `but`, or a run by itself of that funnel,
    where it is of the blueprint and the subject of `but_kind`.
    """
    now = timezone.now()
    asked: dict[str, Any] = {"user": user.pk, "most": most, "dismissed": list(dismissed), "but": but}
    asked |= dict(zip(("but_blueprint", "but_subject"), but_kind, strict=True))
    kinds = {"open": sorted(OPEN_JOB), "told_of": sorted(TOLD_OF)}
    times = {"since": now - LATELY, "just_now": now - LINGERS}
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, asked | kinds | times)
        total, running, on_hold, in_line, put_off, untold, *found = cursor.fetchone()
    job, funnel, blueprint, subject, telling, followed, first, batches = found
    return InSight(
        total=total,
        running=running,
        on_hold=on_hold,
        in_line=in_line,
        put_off=put_off,
        untold=untold,
        open_job=job,
        open_funnel=funnel,
        open_blueprint=blueprint or "",
        open_subject=subject or "",
        telling=JobStatus(telling) if telling else None,
        followed=followed,
        first=tuple(first or ()),
        batches=tuple(map(batch_in_sight, batches or ())),
    )


# A job of a batch that goes on is told of when that has ended. Until then it lingers no longer than if it had
# been told: hundreds may have ended in it.
_LOOK = f"""
WITH on_hold AS (
    SELECT DISTINCT jobs.id
      FROM generation_jobs AS jobs JOIN generation_tasks AS held ON held.job_id = jobs.id
     WHERE jobs.owner_id = %(user)s AND jobs.status = 'running' AND {HELD_ALONE}
), in_sight AS (
    SELECT jobs.id, jobs.batch_id, jobs.funnel_id, jobs.blueprint, jobs.subject, jobs.status, jobs.queued_at,
           jobs.status = ANY(%(open)s) AS is_open,
           jobs.status = 'queued' AND coalesce(jobs.scheduled_at > statement_timestamp(), false)
           AS is_put_off,
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
), seen AS (
    SELECT *, has_ended AND (told_at IS NULL OR told_at >= %(just_now)s) AS is_fresh FROM in_sight
), entries AS (
    SELECT coalesce(batch_id, id) AS id, batch_id, bool_or(is_open) AS is_open,
           bool_or(status = 'running') AS is_running, min(queued_at) AS queued_at
      FROM seen
     WHERE is_last AND coalesce(batch_id, id) IS DISTINCT FROM %(but)s::uuid
       AND NOT (batch_id IS NULL AND (funnel_id, blueprint, subject)
                IS NOT DISTINCT FROM (%(but)s::uuid, %(but_blueprint)s, %(but_subject)s))
       AND (status <> 'completed' OR is_fresh)
     GROUP BY coalesce(batch_id, id), batch_id
), counted AS (
    SELECT batch_id, status, count(*) AS number, max(queued_at) AS queued_at,
           count(*) FILTER (WHERE status = 'queued' AND scheduled_at > statement_timestamp()) AS put_off,
           count(*) FILTER (WHERE id IN (SELECT id FROM on_hold)) AS on_hold,
           count(*) FILTER (WHERE status = 'failed' AND incident_id IS NOT NULL) AS stopped
      FROM generation_jobs
     WHERE batch_id IN (SELECT batch_id FROM entries)
     GROUP BY batch_id, status
), wholes AS (
    SELECT batch_id, json_object_agg(status, number) AS statuses, max(queued_at) AS last_queued_at,
           sum(put_off) AS put_off, sum(on_hold) AS on_hold, sum(stopped) AS stopped
      FROM counted
     GROUP BY batch_id
), named AS (
    SELECT *, left(id::text, 8) || '-'
              || to_hex(floor(extract(epoch FROM coalesce(last_queued_at, queued_at)))::bigint) AS run
      FROM entries LEFT JOIN wholes USING (batch_id)
), followed AS (
    SELECT *, row_number() OVER (ORDER BY is_open, is_running DESC, queued_at, id) AS place
      FROM named
     WHERE run <> ALL(%(dismissed)s::text[])
), shown AS (
    SELECT followed.*, batches.name
      FROM followed LEFT JOIN generation_batches AS batches ON batches.id = batch_id
     WHERE place <= %(most)s
)
SELECT count(*),
       count(*) FILTER (WHERE status = 'running'),
       count(*) FILTER (WHERE id IN (SELECT id FROM on_hold)),
       count(*) FILTER (WHERE status = 'queued' AND NOT is_put_off),
       count(*) FILTER (WHERE is_put_off),
       count(*) FILTER (WHERE has_ended AND told_at IS NULL),
       (array_agg(id ORDER BY is_put_off, queued_at, id) FILTER (WHERE is_open))[1],
       (array_agg(funnel_id ORDER BY is_put_off, queued_at, id) FILTER (WHERE is_open))[1],
       (array_agg(blueprint ORDER BY is_put_off, queued_at, id) FILTER (WHERE is_open))[1],
       (array_agg(subject ORDER BY is_put_off, queued_at, id) FILTER (WHERE is_open))[1],
       coalesce((array_agg(status ORDER BY queued_at, id) FILTER (WHERE is_open AND NOT is_put_off))[1],
                (array_agg(status ORDER BY queued_at DESC, id DESC) FILTER (WHERE is_fresh))[1]),
       (SELECT count(*) FROM followed),
       (SELECT array_agg(id ORDER BY place) FROM shown),
       (SELECT json_agg(json_build_object('pk', id, 'name', name, 'run', run, 'statuses', statuses,
                                          'put_off', put_off, 'on_hold', on_hold, 'stopped', stopped)
                        ORDER BY place)
          FROM shown WHERE batch_id IS NOT NULL)
  FROM seen
"""  # noqa: S608 - put together from our own text alone
