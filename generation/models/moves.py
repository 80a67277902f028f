"""The only writer of status: every move of a job or task, under the job's row lock, with its event."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.dispatch import Signal
from django.utils import timezone

from generation.models.job import GenerationJob
from generation.models.task import GenerationTask
from generation.states import JobStatus, TaskStatus, check_job_move, check_task_move

job_changed = Signal()
"""Sent after the commit of every move, with `job_id` and `seq`: whoever shows the job looks again."""


class LockedJob:
    """A job whose row lock is held until the transaction ends; moves and events go through it."""

    def __init__(self, job: GenerationJob) -> None:
        self.job = job
        self._events: list[dict[str, Any]] = []

    @cached_property
    def tasks(self) -> list[GenerationTask]:
        """The job's tasks in order, read once: while the lock is held nobody else moves them."""
        return list(self.job.tasks.order_by("position"))

    def move(self, target: JobStatus, **fields: Any) -> None:
        """Move the job and write `fields` with it; raises IllegalMoveError."""
        check_job_move(JobStatus(self.job.status), target)
        self.write(status=target, **fields)

    def write(self, **fields: Any) -> None:
        """Write fields of the job that are not its status."""
        for name, value in fields.items():
            setattr(self.job, name, value)
        GenerationJob.objects.filter(pk=self.job.pk).update(**fields)

    def move_task(self, task: GenerationTask, target: TaskStatus, **fields: Any) -> None:
        """Move a task of this job, write `fields` with it and give up its lease; raises IllegalMoveError."""
        check_task_move(TaskStatus(task.status), target)
        if target is TaskStatus.IN_PROGRESS:
            raise ValueError("A task comes to be in progress by a claim alone.")
        changes = {"lease_token": None, "lease_expires_at": None, "next_attempt_at": None} | fields
        self.write_task(task, status=target, **changes)

    def write_task(self, task: GenerationTask, **fields: Any) -> None:
        """Write fields of a task of this job."""
        fields["updated_at"] = timezone.now()
        for name, value in fields.items():
            setattr(task, name, value)
        GenerationTask.objects.filter(pk=task.pk).update(**fields)

    def record(self, kind: str, task: GenerationTask | None = None, **data: Any) -> None:
        """Note an event; it is written, with the next number of the job, when the lock is given back."""
        self.job.seq += 1
        key = task.key if task else ""
        event = {"job": self.job.pk, "seq": self.job.seq, "kind": kind, "task": key}
        self._events.append(event | {"data": json.dumps(data)})

    def flush(self) -> None:
        if not self._events:
            return
        with connection.cursor() as cursor:
            cursor.executemany(_RECORD, self._events)
        announce(self.job.pk, self.job.seq)


_RECORD = """
WITH counted AS (UPDATE generation_jobs SET seq = %(seq)s WHERE id = %(job)s)
INSERT INTO job_events (job_id, seq, kind, task_key, data, at)
VALUES (%(job)s, %(seq)s, %(kind)s, %(task)s, %(data)s, clock_timestamp())
"""


@contextmanager
def locked_job(job_id: UUID) -> Iterator[LockedJob]:
    """Open a transaction that holds the job's row lock; raises GenerationJob.DoesNotExist."""
    with transaction.atomic():
        job = GenerationJob.objects.select_for_update(no_key=True).get(pk=job_id)
        locked = LockedJob(job)
        yield locked
        locked.flush()


@contextmanager
def new_job(job: GenerationJob, tasks: list[GenerationTask]) -> Iterator[LockedJob]:
    """Write a new queued job and its pending tasks in one transaction."""
    with transaction.atomic():
        job.save(force_insert=True)
        GenerationTask.objects.bulk_create(tasks)
        locked = LockedJob(job)
        yield locked
        locked.flush()


def announce(job_id: UUID, seq: int) -> None:
    """Send `job_changed` once the transaction is committed."""
    transaction.on_commit(lambda: job_changed.send(GenerationJob, job_id=job_id, seq=seq), robust=True)


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A task that is ours to finish until its lease expires."""

    task_id: UUID
    task_key: str
    job_id: UUID
    token: UUID
    attempt_id: int
    number: int


def claim_task(
    task_id: UUID, *, epoch: int, token: UUID, lease_seconds: int, worker: str, settings: str
) -> Claim | None:
    """Move a task to in progress, if it is due and may run, and open its attempt.

    `settings` is the JSON of the settings the attempt goes by. Returns None where the job is not running in
    this `epoch`, the task is not due, is somebody else's, or waits for what it needs. One statement, because
    it stands on the path of every task; it takes the job's row lock before it looks at the task.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _CLAIM,
            {
                "task": task_id,
                "epoch": epoch,
                "token": token,
                "lease": lease_seconds,
                "worker": worker,
                "settings": settings,
            },
        )
        row = cursor.fetchone()
    if row is None:
        return None
    job_id, key, seq, attempt_id, number = row
    announce(job_id, seq)
    return Claim(
        task_id=task_id, task_key=key, job_id=job_id, token=token, attempt_id=attempt_id, number=number
    )


_CLAIM = """
WITH job AS (
    SELECT id, status, epoch, seq, continue_on_failure, only_task
      FROM generation_jobs
     WHERE id = (SELECT job_id FROM generation_tasks WHERE id = %(task)s)
       FOR NO KEY UPDATE
), claimed AS (
    UPDATE generation_tasks AS task
       SET status = 'in_progress', stage = '', stages_done = 0, attempt_count = attempt_count + 1,
           lease_token = %(token)s, lease_expires_at = clock_timestamp() + %(lease)s * interval '1 second',
           worker = %(worker)s, next_attempt_at = NULL, last_attempt_at = clock_timestamp(),
           started_at = coalesce(started_at, clock_timestamp()), updated_at = clock_timestamp()
      FROM job
     WHERE task.id = %(task)s
       AND job.status = 'running' AND job.epoch = %(epoch)s
       AND job.only_task IN ('', task.key)
       AND (task.status = 'pending'
            OR task.status = 'waiting' AND task.next_attempt_at <= clock_timestamp())
       AND NOT EXISTS (
           SELECT FROM generation_tasks AS other
            WHERE other.job_id = task.job_id
              AND (other.key = ANY(task.needs) AND other.status <> 'completed'
                   OR other.status = 'failed' AND NOT job.continue_on_failure AND job.only_task = ''))
    RETURNING task.id, task.job_id, task.key, task.round, task.attempt_count, job.seq + 1 AS seq
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
           settings = excluded.settings
    RETURNING id
), event AS (
    INSERT INTO job_events (job_id, seq, kind, task_key, data, at)
    SELECT job_id, seq, 'task_started', key, jsonb_build_object('attempt', attempt_count), clock_timestamp()
      FROM claimed
), counted AS (
    UPDATE generation_jobs SET seq = claimed.seq FROM claimed WHERE generation_jobs.id = claimed.job_id
)
SELECT claimed.job_id, claimed.key, claimed.seq, attempt.id, claimed.attempt_count FROM claimed, attempt
"""
