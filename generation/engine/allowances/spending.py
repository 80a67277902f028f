"""What calls have cost, for the budgets: those of a job, and all of a month's.

A month is one of UTC, as everywhere in the database.
"""

from collections.abc import Collection
from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.db.models import Sum

from generation.app_settings import ATTEMPT_TIMEOUT_SECONDS, BUDGET_USD_PER_JOB, BUDGET_USD_PER_MONTH
from generation.models import GenerationJob
from generation.models.spending import MONTH_SPENT
from settings_app import store
from settings_app.schema import Values

MICRO = 1_000_000
"""What a US dollar is in the unit that attempts are booked in."""

_SETTLED_AFTER_SECONDS = 60  # past an attempt's end or deadline: nothing is booked on it any more


def count_spending() -> None:
    """Add to the month's sum what was spent since; attempts that may still be booked on are left for later.

    Those run, have only just ended, or began so lately that a worker may be at them whom we have lost.
    """
    lately = store.get(ATTEMPT_TIMEOUT_SECONDS) + _SETTLED_AFTER_SECONDS
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"lately": lately, "just_ended": _SETTLED_AFTER_SECONDS})


def month_spent() -> int:
    """Return what all attempts of this month have cost, in millionths of a US dollar."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {MONTH_SPENT}")
        return int(cursor.fetchone()[0])


def uncounted_spending(job_ids: Collection[UUID]) -> int:
    """Return what of these jobs' cost the month's sum has not got yet, and lock that: who counts leaves it.

    To be called before the jobs are deleted, and `keep_counted` after it, in the same transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(_UNCOUNTED, {"jobs": list(job_ids)})
        return int(cursor.fetchone()[0])


def keep_counted(micro_usd: int) -> None:
    """Add what deleted jobs have cost to the month's sum. Who counts waits from here to the commit."""
    if not micro_usd:
        return
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, {"micro_usd": micro_usd})


def job_budget(values: Values) -> int:
    """Return what one job may cost, in millionths of a US dollar; 0 is no limit."""
    return int(values[BUDGET_USD_PER_JOB] * MICRO)


def month_budget(values: Values) -> int:
    """Return what all attempts of a month may cost, in millionths of a US dollar; 0 is no limit."""
    return int(values[BUDGET_USD_PER_MONTH] * MICRO)


def in_dollars(amount: Decimal) -> str:
    """Return a budget as people write it: $3, $0.50 or $1,250."""
    return f"${amount:,.2f}".removesuffix(".00")


def month_is_spent(values: Values) -> bool:
    """Whether this month has cost its budget."""
    budget = month_budget(values)
    return bool(budget) and month_spent() >= budget


def jobs_that_are_spent(job_ids: Collection[UUID], values: Values) -> frozenset[UUID]:
    """Return those of the jobs that have cost their budget."""
    budget = job_budget(values)
    if not budget:
        return frozenset()
    spent = GenerationJob.objects.order_by().annotate(spent=Sum("tasks__attempts__cost_micro_usd"))
    return frozenset(spent.filter(pk__in=job_ids, spent__gte=budget).values_list("pk", flat=True))


# Only the reconciler calls this, and one of them works at a time: two at once would count a span twice. An
# attempt that somebody holds at this moment is being run again, and is counted with what that costs, or
# deleted, and counted by who deletes it.
_COUNT = """
WITH present AS (
    SELECT date_trunc('month', now() AT TIME ZONE 'UTC')::date AS month,
           date_trunc('month', now(), 'UTC') AS begins,
           now() - %(lately)s * interval '1 second' AS long_ago
), uncounted AS (
    SELECT month, coalesce(counted_to, begins) AS since, long_ago
      FROM present LEFT JOIN month_spending USING (month)
), span AS (
    SELECT month, since, least(long_ago, (
               SELECT min(started_at) FROM task_attempts
                WHERE started_at >= since AND started_at < long_ago
                  AND (outcome = 'running' OR ended_at > now() - %(just_ended)s * interval '1 second'))
           ) AS settled_until
      FROM uncounted
), enough AS (
    SELECT month, since, settled_until FROM span WHERE settled_until > since + interval '1 minute'
), settled AS MATERIALIZED (
    SELECT id, cost_micro_usd - counted_micro_usd AS uncounted FROM task_attempts, enough
     WHERE started_at >= since AND started_at < settled_until AND cost_micro_usd > counted_micro_usd
       FOR NO KEY UPDATE OF task_attempts SKIP LOCKED
), counted AS (  -- an array, as the planner takes it for short; for a join it would read the whole table
    UPDATE task_attempts SET counted_micro_usd = cost_micro_usd WHERE id = ANY(ARRAY(SELECT id FROM settled))
), over AS (
    DELETE FROM month_spending USING present WHERE month_spending.month < present.month
)
INSERT INTO month_spending (month, counted_to, micro_usd)
SELECT month, settled_until, (SELECT coalesce(sum(uncounted), 0) FROM settled)
  FROM enough
ON CONFLICT (month) DO UPDATE
   SET counted_to = excluded.counted_to, micro_usd = month_spending.micro_usd + excluded.micro_usd
"""

_UNCOUNTED = """
SELECT coalesce(sum(cost_micro_usd - counted_micro_usd), 0) FROM (
    SELECT cost_micro_usd, counted_micro_usd FROM task_attempts
      JOIN generation_tasks ON generation_tasks.id = task_attempts.task_id
     WHERE generation_tasks.job_id = ANY(%(jobs)s)
       AND task_attempts.started_at >= coalesce(
               (SELECT counted_to FROM month_spending
                 WHERE month = date_trunc('month', now() AT TIME ZONE 'UTC')::date),
               date_trunc('month', now(), 'UTC'))
       FOR UPDATE OF task_attempts
) AS locked
"""

_KEEP = """
INSERT INTO month_spending (month, counted_to, micro_usd)
VALUES (date_trunc('month', now() AT TIME ZONE 'UTC')::date, date_trunc('month', now(), 'UTC'), %(micro_usd)s)
ON CONFLICT (month) DO UPDATE SET micro_usd = month_spending.micro_usd + excluded.micro_usd
"""
