"""The claim, the first of two moves on the path of every task: one statement, with what it hands out."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from generation.models.moves import announce
from generation.models.spending import COUNTED_BEFORE_RERUN, MONTH_SPENT


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A task that is ours to finish until its lease expires."""

    task_id: UUID
    task_key: str
    job_id: UUID
    token: UUID
    attempt_id: int
    number: int
    worker: str


@dataclass(frozen=True, kw_only=True)
class ClaimedTask(Claim):
    """A claim just made, with what job and task say about the work: it is read with the claim, at no cost."""

    funnel_id: UUID
    blueprint: str
    subject: str
    brief: dict[str, Any]
    language: str
    inputs: dict[str, Any]
    skip_quality_check: bool
    needs: list[str]
    kept: list[dict[str, Any]]
    complaints: list[dict[str, Any]]
    note: str


def claim_task(
    task_id: UUID,
    *,
    epoch: int,
    token: UUID,
    lease_seconds: int,
    timeout_seconds: int,
    worker: str,
    settings: str,
    provider: str = "",
    job_budget: int = 0,
    month_budget: int = 0,
) -> ClaimedTask | None:
    """Move a task to in progress, if it is due and may run, and open its attempt.

    `settings` is the JSON of the settings the attempt goes by. It may not run while its `provider` has an
    open incident, nor where its job, or all jobs of this month, have cost their budget (in US dollars times
    a million; 0 is none). Returns None where the job is not running in this `epoch` or is stopping, the task
    is not due, is somebody else's, or waits for what it needs. One statement, because it stands on the path
    of every task; it takes the job's row lock before it looks.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _CLAIM,
            {
                "task": task_id,
                "epoch": epoch,
                "token": token,
                "lease": lease_seconds,
                "timeout": timeout_seconds,
                "worker": worker,
                "settings": settings,
                "provider": provider,
                "job_budget": job_budget,
                "month_budget": month_budget,
            },
        )
        row = cursor.fetchone()
    if row is None:
        return None
    seq, found = row
    claimed = ClaimedTask(
        task_id=task_id,
        job_id=UUID(found.pop("job_id")),
        funnel_id=UUID(found.pop("funnel_id")),
        token=token,
        worker=worker,
        **found,
    )
    announce(claimed.job_id, seq)
    return claimed


_CLAIM = f"""
WITH job AS (
    SELECT id, status, epoch, seq, stopping, only_task, funnel_id, blueprint, subject, brief, language,
           inputs, skip_quality_check
      FROM generation_jobs
     WHERE id = (SELECT job_id FROM generation_tasks WHERE id = %(task)s)
       FOR NO KEY UPDATE
), claimed AS (
    UPDATE generation_tasks AS task
       SET status = 'in_progress', stage = '', stages_done = 0, attempt_count = attempt_count + 1,
           lease_token = %(token)s, lease_expires_at = clock_timestamp() + %(lease)s * interval '1 second',
           deadline_at = clock_timestamp() + %(timeout)s * interval '1 second',
           worker = %(worker)s, next_attempt_at = NULL, last_attempt_at = clock_timestamp(),
           hold = '', held_by = '', held_since = NULL, hold_until = NULL, hold_message = '',
           started_at = coalesce(started_at, clock_timestamp()), updated_at = clock_timestamp()
      FROM job
     WHERE task.id = %(task)s
       AND job.status = 'running' AND job.epoch = %(epoch)s AND NOT job.stopping
       AND job.only_task IN ('', task.key)
       AND (task.status = 'pending'
            OR task.status = 'waiting' AND task.next_attempt_at <= clock_timestamp())
       AND NOT EXISTS (
           SELECT FROM generation_tasks AS other
            WHERE other.job_id = task.job_id AND other.key = ANY(task.needs)
              AND other.status <> 'completed')
       AND NOT EXISTS (
           SELECT FROM provider_incidents WHERE provider = %(provider)s AND closed_at IS NULL)
       AND (%(job_budget)s = 0 OR %(job_budget)s > (
           SELECT coalesce(sum(paid.cost_micro_usd), 0)
             FROM task_attempts AS paid JOIN generation_tasks AS sibling ON sibling.id = paid.task_id
            WHERE sibling.job_id = task.job_id))
       AND (%(month_budget)s = 0 OR %(month_budget)s > {MONTH_SPENT})
    RETURNING task.id, task.job_id, task.key, task.round, task.attempt_count, task.needs, task.kept,
              task.complaints, task.note, job.seq + 1 AS seq
), attempt AS (
    INSERT INTO task_attempts AS existing
           (task_id, round, number, outcome, worker, started_at, stages, settings, provider, model,
            request_id, provider_calls, input_tokens, cached_input_tokens, output_tokens, cost_micro_usd,
            error_code, error_message, error_retryable, detail, violations)
    SELECT id, round, attempt_count, 'running', %(worker)s, clock_timestamp(), '[]', %(settings)s, '', '',
           '', 0, 0, 0, 0, 0, '', '', true, '', '[]'
      FROM claimed
    ON CONFLICT (task_id, round, number) DO UPDATE
       SET outcome = 'running', worker = excluded.worker, started_at = excluded.started_at, ended_at = NULL,
           settings = excluded.settings, counted_micro_usd = {COUNTED_BEFORE_RERUN}
    RETURNING id
), event AS (
    INSERT INTO job_events (job_id, seq, kind, task_key, data, at)
    SELECT job_id, seq, 'task_started', key, jsonb_build_object('attempt', attempt_count), clock_timestamp()
      FROM claimed
), counted AS (
    UPDATE generation_jobs SET seq = claimed.seq FROM claimed WHERE generation_jobs.id = claimed.job_id
)
-- json, not jsonb, which Django has psycopg2 hand out as text
SELECT claimed.seq,
       json_build_object(
           'job_id', claimed.job_id, 'task_key', claimed.key, 'attempt_id', attempt.id,
           'number', claimed.attempt_count, 'needs', claimed.needs, 'kept', claimed.kept,
           'complaints', claimed.complaints, 'note', claimed.note, 'funnel_id', job.funnel_id,
           'blueprint', job.blueprint, 'subject', job.subject, 'brief', job.brief,
           'language', job.language, 'inputs', job.inputs, 'skip_quality_check', job.skip_quality_check)
  FROM claimed, attempt, job
"""  # noqa: S608 - put together from our own text alone
