"""The order of the line: who is let in next, and in which order all others after them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from generation.app_settings import FAIR_SHARE, MAX_CONCURRENT_JOBS_PER_USER, PRIORITY_AGING_MINUTES
from generation.engine.allowances.audience import barred_owners
from generation.engine.line.levels import BASE_LEVEL_OF_ROW, misplaced
from generation.models.job import NO_BATCH, NOT_IN_LINE
from settings_app.schema import Values

Rules = Mapping[str, Any]
"""What of the settings the order depends on, as the statements below take it."""


def jobs_in_line(values: Values) -> list[UUID]:
    """Return the ids of the queued jobs that may be admitted, in the order in which they will be.

    Effective level first (one level up for every so many minutes waited), then the owner's turn (jobs the
    owner has running, plus the place among the owner's own), then score, then age. Among the owner's own it
    goes level, then the batch's turn by the same rule (jobs without a batch count as one), then score, then
    age. A job that was put off has waited since its time came.
    """
    _, line = read_line(rules_of(values))
    return line


def next_in_line(values: Values) -> UUID | None:
    """Return the first of `jobs_in_line`; to be called under the admission lock.

    What it costs depends on how many people and batches wait, not on how much each of them has queued: the
    levels are kept with the jobs, and only those that have changed since the last admission are written.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CORRECT_LEVELS, misplaced(values[PRIORITY_AGING_MINUTES]))
        cursor.execute(_NEXT, rules_of(values))
        row = cursor.fetchone()
    return row[0] if row else None


def read_line(rules: Rules) -> tuple[datetime, list[UUID]]:
    """Return `jobs_in_line` under these rules, and the moment at which it was so."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT statement_timestamp(), ARRAY({_IN_LINE})", rules)
        at, line = cursor.fetchone()
    return at, line


def first_in_line(values: Values, *, owner: str, skip: int, most: int) -> list[UUID]:
    """Return some of the queued jobs of users whose names hold `owner`, in the order of their turns.

    At the end come those that are not in line yet, the next due first.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FIRST, {"owner": owner, "skip": skip, "most": most, **rules_of(values)})
        return [job_id for (job_id,) in cursor.fetchall()]


def rules_of(values: Values) -> Rules:
    """Return what of the settings the order depends on."""
    return {
        "aging": values[PRIORITY_AGING_MINUTES],
        "fair": values[FAIR_SHARE],
        "per_user": values[MAX_CONCURRENT_JOBS_PER_USER],
        "barred": barred_owners(values),
    }


_BATCH = f"coalesce(batch_id, '{NO_BATCH}'::uuid)"  # to the letter as the index `jobs_in_line` has it

_IN_LINE = f"""
WITH running AS (
    SELECT owner_id, batch_id, count(*)::int AS jobs
      FROM generation_jobs WHERE status = 'running' GROUP BY 1, 2
), own_running AS (
    SELECT owner_id, sum(jobs)::int AS jobs FROM running GROUP BY 1
), queued AS MATERIALIZED (
    SELECT id, owner_id, batch_id, score, since,
           greatest(0, {BASE_LEVEL_OF_ROW}
                       - CASE WHEN %(aging)s = 0 THEN 0
                              ELSE (waited >= make_interval(mins => %(aging)s))::int
                                   + (waited >= make_interval(mins => %(aging)s * 2))::int END) AS level
      FROM generation_jobs,
           LATERAL (SELECT greatest(queued_at, scheduled_at) AS since) AS began,
           LATERAL (SELECT statement_timestamp() - since AS waited) AS wait
     WHERE status = 'queued' AND (scheduled_at IS NULL OR scheduled_at <= statement_timestamp())
), in_batches AS (
    SELECT queued.*,
           CASE WHEN %(fair)s THEN
               coalesce(running.jobs, 0)
               + row_number() OVER (PARTITION BY queued.owner_id, queued.batch_id
                                        ORDER BY level, score DESC, since, id)
           ELSE 0 END AS batch_turn
      FROM queued
      LEFT JOIN running ON running.owner_id = queued.owner_id
                       AND running.batch_id IS NOT DISTINCT FROM queued.batch_id
), placed AS (
    SELECT in_batches.*, coalesce(own_running.jobs, 0) AS owner_running,
           CASE WHEN %(fair)s THEN
               coalesce(own_running.jobs, 0)
               + row_number() OVER (PARTITION BY owner_id ORDER BY level, batch_turn, score DESC, since, id)
           ELSE 0 END AS turn
      FROM in_batches LEFT JOIN own_running USING (owner_id)
)
SELECT id FROM placed
 WHERE (%(per_user)s = 0 OR owner_running < %(per_user)s) AND owner_id <> ALL(%(barred)s::int[])
 ORDER BY level, turn, score DESC, since, id
"""  # noqa: S608 - put together from our own text alone

_NEXT = f"""
WITH RECURSIVE firsts AS (
    (SELECT owner_id, {_BATCH} AS batch, id, level, score, greatest(queued_at, scheduled_at) AS since
       FROM generation_jobs WHERE status = 'queued'
      ORDER BY owner_id, {_BATCH}, level, score DESC, greatest(queued_at, scheduled_at), id LIMIT 1)
    UNION ALL
    SELECT next.* FROM firsts, LATERAL (
           SELECT owner_id, {_BATCH} AS batch, id, level, score, greatest(queued_at, scheduled_at)
             FROM generation_jobs
            WHERE status = 'queued' AND (owner_id, {_BATCH}) > (firsts.owner_id, firsts.batch)
            ORDER BY owner_id, {_BATCH}, level, score DESC, greatest(queued_at, scheduled_at), id
            LIMIT 1) AS next
), running AS (
    SELECT owner_id, {_BATCH} AS batch, count(*) AS jobs
      FROM generation_jobs WHERE status = 'running' GROUP BY 1, 2
), owners AS (
    SELECT owner_id, sum(jobs) AS jobs FROM running GROUP BY 1
), own_firsts AS (
    SELECT DISTINCT ON (owner_id) firsts.*
      FROM firsts LEFT JOIN running USING (owner_id, batch)
     WHERE level < {NOT_IN_LINE}
     ORDER BY owner_id, level, CASE WHEN %(fair)s THEN coalesce(running.jobs, 0) ELSE 0 END,
              score DESC, since, id
)
SELECT id
  FROM own_firsts LEFT JOIN owners USING (owner_id)
 WHERE (%(per_user)s = 0 OR coalesce(owners.jobs, 0) < %(per_user)s) AND owner_id <> ALL(%(barred)s::int[])
 ORDER BY level, CASE WHEN %(fair)s THEN coalesce(owners.jobs, 0) ELSE 0 END, score DESC, since, id
 LIMIT 1
"""  # noqa: S608 - as above

_CORRECT_LEVELS = """
UPDATE generation_jobs AS job SET level = found.belongs
  FROM (SELECT wrong.id, rule.belongs
          FROM unnest(%(priority)s::text[], %(level)s::int[], %(right)s::int[], %(shortest)s::interval[],
                      %(longest)s::interval[]) AS rule (priority, level, belongs, shortest, longest),
               LATERAL (SELECT id FROM generation_jobs
                         WHERE status = 'queued' AND priority = rule.priority AND level = rule.level
                           AND greatest(queued_at, scheduled_at) > statement_timestamp() - rule.longest
                           AND greatest(queued_at, scheduled_at) <= statement_timestamp() - rule.shortest
                        OFFSET 0 FOR NO KEY UPDATE SKIP LOCKED) AS wrong) AS found
 WHERE job.id = found.id
"""
# OFFSET 0 has each rule look into the index by itself: joined as a whole, all jobs in line are read. Jobs
# that somebody holds are left for the next time: whoever locks many locks them in another order.

_FIRST = f"""
SELECT job.id
  FROM generation_jobs AS job
  JOIN auth_user ON auth_user.id = job.owner_id
  LEFT JOIN unnest(ARRAY({_IN_LINE})) WITH ORDINALITY AS line (id, place) ON line.id = job.id
 WHERE job.status = 'queued' AND strpos(upper(auth_user.username), upper(%(owner)s)) > 0
 ORDER BY line.place, job.scheduled_at, job.queued_at, job.id
OFFSET %(skip)s LIMIT %(most)s
"""  # noqa: S608 - as above
