"""The line: in which order queued jobs will be let in, and where in it a job stands."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from generation.app_settings import FAIR_SHARE, MAX_CONCURRENT_JOBS_PER_USER, PRIORITY_AGING_MINUTES
from settings_app.schema import Values


def jobs_in_line(values: Values) -> list[UUID]:
    """Return the ids of the queued jobs that may be admitted, in the order in which they will be.

    Effective level first (one level up for every so many minutes waited), then the owner's turn (jobs the
    owner has running, plus the place among the owner's own), then score, then age. A job that was put off
    has waited since its time came.
    """
    with connection.cursor() as cursor:
        cursor.execute(_IN_LINE, _rules(values))
        return [job_id for (job_id,) in cursor.fetchall()]


def places_in_line(job_ids: Sequence[UUID], values: Values) -> dict[UUID, int]:
    """Return the places, counted from 1, of those of these jobs that are in line; the rest is not read."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, {"jobs": list(job_ids), **_rules(values)})
        return dict(cursor.fetchall())


def _rules(values: Values) -> dict[str, Any]:
    return {
        "aging": values[PRIORITY_AGING_MINUTES],
        "fair": values[FAIR_SHARE],
        "per_user": values[MAX_CONCURRENT_JOBS_PER_USER],
    }


_IN_LINE = """
WITH running AS (
    SELECT owner_id, count(*) AS jobs FROM generation_jobs WHERE status = 'running' GROUP BY owner_id
), queued AS (
    SELECT id, owner_id, score, since,
           greatest(0, CASE priority WHEN 'high' THEN 0 WHEN 'normal' THEN 1 ELSE 2 END
                       - CASE WHEN %(aging)s = 0 THEN 0
                              ELSE floor(extract(epoch FROM now() - since) / 60 / %(aging)s) END) AS level
      FROM generation_jobs, LATERAL (SELECT greatest(queued_at, scheduled_at) AS since) AS waited
     WHERE status = 'queued' AND (scheduled_at IS NULL OR scheduled_at <= now())
), placed AS (
    SELECT queued.*, coalesce(running.jobs, 0) AS owner_running,
           coalesce(running.jobs, 0)
           + row_number() OVER (PARTITION BY owner_id ORDER BY level, score DESC, since, id) AS turn
      FROM queued LEFT JOIN running USING (owner_id)
)
SELECT id FROM placed
 WHERE %(per_user)s = 0 OR owner_running < %(per_user)s
 ORDER BY level, CASE WHEN %(fair)s THEN turn ELSE 0 END, score DESC, since, id
"""

_PLACES = f"""
SELECT line.id, line.place
  FROM unnest(ARRAY({_IN_LINE})) WITH ORDINALITY AS line (id, place)
 WHERE line.id = ANY(%(jobs)s::uuid[])
"""  # noqa: S608 - put together from our own text alone
