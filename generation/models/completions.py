"""The completion of a claim, the second move on the path of every task: one statement, too."""

import json
from typing import Any

from django.db import connection

from generation.errors import AttemptStopped
from generation.models.claims import Claim
from generation.models.moves import announce


def complete_claim(claim: Claim, *, words: int, facts: dict[str, Any]) -> bool:
    """Move a claimed task to completed, end its attempt, and keep the job's row lock.

    To be called in a transaction that also stores the content. `facts` is what is known of the attempt, by
    the names of its columns; what was used adds to what is there. Returns whether the job must be settled;
    raises AttemptStopped where the lease is no longer ours. One statement, like the claim and for the same
    reason.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _COMPLETE,
            facts
            | {
                "job": claim.job_id,
                "task": claim.task_id,
                "token": claim.token,
                "attempt": claim.attempt_id,
                "words": words,
                "stages": json.dumps(facts["stages"]),
            },
        )
        row = cursor.fetchone()
    if row is None:
        raise AttemptStopped
    seq, must_settle = row
    announce(claim.job_id, seq)
    return bool(must_settle)


_COMPLETE = """
WITH job AS (
    SELECT id, seq, lanes, only_task, stopping, continue_on_failure
      FROM generation_jobs WHERE id = %(job)s FOR NO KEY UPDATE
), done AS (
    UPDATE generation_tasks AS task
       SET status = 'completed', stage = '', lease_token = NULL, lease_expires_at = NULL, deadline_at = NULL,
           completed_at = clock_timestamp(), updated_at = clock_timestamp(), words = %(words)s,
           error_code = '', error_message = '', kept = '[]', complaints = '[]'
      FROM job
     WHERE task.id = %(task)s AND task.lease_token = %(token)s AND task.status = 'in_progress'
    RETURNING task.job_id, task.key, job.seq + 1 AS seq
), attempt AS (
    UPDATE task_attempts
       SET outcome = 'completed', ended_at = clock_timestamp(), stages = %(stages)s,
           provider = %(provider)s, model = %(model)s, request_id = %(request_id)s,
           provider_calls = provider_calls + %(provider_calls)s,
           input_tokens = input_tokens + %(input_tokens)s,
           cached_input_tokens = cached_input_tokens + %(cached_input_tokens)s,
           output_tokens = output_tokens + %(output_tokens)s,
           cost_micro_usd = cost_micro_usd + %(cost_micro_usd)s
     WHERE id = %(attempt)s AND EXISTS (SELECT FROM done)
), event AS (
    INSERT INTO job_events (job_id, seq, kind, task_key, data, at)
    SELECT job_id, seq, 'task_completed', key, jsonb_build_object('words', %(words)s), clock_timestamp()
      FROM done
), counted AS (
    UPDATE generation_jobs SET seq = done.seq FROM done WHERE generation_jobs.id = done.job_id
)
SELECT done.seq,
       job.lanes > 1 OR job.only_task <> '' OR job.stopping OR job.continue_on_failure
       OR NOT EXISTS (SELECT FROM generation_tasks AS other
                       WHERE other.job_id = job.id AND other.id <> %(task)s AND other.status <> 'completed')
  FROM done, job
"""
