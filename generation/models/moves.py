"""The writer of status, with claims.py and completions.py: every move, under the job's lock, with its event.

Those two hold the moves on the path of every task, the claim and its completion, as one statement each.
Where many jobs are moved at once, locked_jobs.py has the same moves written in a few statements; the tasks of
new jobs are written by new_tasks.py.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.dispatch import Signal

from generation.models.deeds import DEEDS, note_deed_on
from generation.models.job import GenerationJob
from generation.models.new_tasks import write_new_tasks
from generation.models.task import GenerationTask
from generation.states import JobStatus, TaskStatus, check_job_move, check_task_move

job_changed = Signal()
"""Sent after the commit of every move, with `job_id` and `seq`: whoever shows the job looks again."""


class LockedJob:
    """A job whose row lock is held until the transaction ends; moves and events go through it.

    `now` is the database's clock once the lock was held, however long it was waited for: every time that
    others go by is made from it, so that whoever held the lock before did so at an earlier one.
    """

    def __init__(self, job: GenerationJob, now: datetime, tasks: list[GenerationTask] | None = None) -> None:
        self.job = job
        self.now = now
        self._known_tasks = tasks
        self.events: list[dict[str, Any]] = []
        self._last_steps: list[Callable[[], object]] = []

    def task(self, task_id: UUID) -> GenerationTask:
        """Return the job's task of that id; raises GenerationTask.DoesNotExist."""
        for task in self.tasks:
            if task.pk == task_id:
                return task
        raise GenerationTask.DoesNotExist

    @cached_property
    def tasks(self) -> list[GenerationTask]:
        """The job's tasks in order, read once: while the lock is held nobody else moves them."""
        return self._known_tasks or list(self.job.tasks.order_by("position"))

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
        not_begun = _NOT_BEGUN if target is TaskStatus.PENDING else {}
        self.write_task(task, status=target, **(_LET_GO | not_begun | fields))

    def write_task(self, task: GenerationTask, **fields: Any) -> None:
        """Write fields of a task of this job."""
        fields["updated_at"] = self.now
        for name, value in fields.items():
            setattr(task, name, value)
        GenerationTask.objects.filter(pk=task.pk).update(**fields)

    def record(self, kind: str, task: GenerationTask | None = None, **data: Any) -> None:
        """Note an event; it is written, with the next number of the job, when the lock is given back."""
        self.job.seq += 1
        key = task.key if task else ""
        event = {"job": self.job.pk, "seq": self.job.seq, "kind": kind, "task": key}
        self.events.append(event | {"data": json.dumps(data)})
        if kind in DEEDS:
            note_deed_on(self.job, kind, task=key)

    def at_the_end(self, step: Callable[[], object]) -> None:
        """Have this done when the lock is given back: it finds the job as this transaction leaves it."""
        self._last_steps.append(step)

    def take_last_steps(self) -> None:
        for step in self._last_steps:
            step()
        self._last_steps.clear()


NO_HOLD: dict[str, Any] = {
    "hold": "",
    "held_by": "",
    "held_since": None,
    "hold_until": None,
    "hold_message": "",
}
"""The fields of a task that nothing holds."""

_LET_GO: dict[str, Any] = {
    "lease_token": None,
    "lease_expires_at": None,
    "deadline_at": None,
    "next_attempt_at": None,
    **NO_HOLD,
}
RIGHT_AFTER = timedelta(microseconds=1)
"""What lies between two that are moved together, so that they keep their order."""
_NOT_BEGUN = {"stage": "", "stages_done": 0}

_RECORD = """
WITH told AS (
    SELECT *
      FROM unnest(
               %(job)s::uuid[], %(seq)s::int[], %(kind)s::text[], %(task)s::text[], %(data)s::text[]
           ) WITH ORDINALITY AS told(job, seq, kind, task, data, place)
), counted AS (
    UPDATE generation_jobs SET seq = last.seq
      FROM (SELECT job, max(seq) AS seq FROM told GROUP BY job) AS last
     WHERE id = last.job
)
INSERT INTO job_events (job_id, seq, kind, task_key, data, at)
SELECT job, seq, kind, task, data::jsonb, clock_timestamp() FROM told ORDER BY place
"""


# The clock is read outside of the query that locks: inside it may be read before the wait.
_LOCK = """
SELECT locked.*, clock_timestamp() AS database_now
  FROM (SELECT * FROM generation_jobs WHERE id = %s FOR NO KEY UPDATE) AS locked
"""


@contextmanager
def locked_job(job_id: UUID) -> Iterator[LockedJob]:
    """Open a transaction that holds the job's row lock; raises GenerationJob.DoesNotExist."""
    with transaction.atomic():
        job = next(iter(GenerationJob.objects.raw(_LOCK, [job_id])), None)
        if job is None:
            raise GenerationJob.DoesNotExist
        locked = LockedJob(job, vars(job)["database_now"])
        yield locked
        give_back([locked])


@contextmanager
def new_job(job: GenerationJob, tasks: list[GenerationTask]) -> Iterator[LockedJob]:
    """Write a new job, queued by the database's clock, and its pending tasks in one transaction."""
    with new_jobs([(job, tasks)]) as (locked,):
        yield locked


@contextmanager
def new_jobs(made: Sequence[tuple[GenerationJob, list[GenerationTask]]]) -> Iterator[list[LockedJob]]:
    """Write new jobs with their pending tasks in one transaction, each queued right after the one before."""
    with transaction.atomic():
        now = _database_now()
        for place, (job, _) in enumerate(made):
            job.queued_at = now + place * RIGHT_AFTER
        GenerationJob.objects.bulk_create([job for job, _ in made])
        write_new_tasks([task for _, tasks in made for task in tasks])
        new = [LockedJob(job, job.queued_at, tasks) for job, tasks in made]
        yield new
        give_back(new)


def give_back(locks: Sequence[LockedJob]) -> None:
    """Take the last steps of these jobs and write the events of all; to be called last in the transaction."""
    for locked in locks:
        locked.take_last_steps()
    events = [event for locked in locks for event in locked.events]
    if not events:
        return
    with connection.cursor() as cursor:
        cursor.execute(_RECORD, {name: [event[name] for event in events] for name in events[0]})
    for locked in locks:
        if locked.events:
            announce(locked.job.pk, locked.job.seq)


def _database_now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now


def announce(job_id: UUID, seq: int) -> None:
    """Send `job_changed` once the transaction is committed."""
    transaction.on_commit(lambda: job_changed.send(GenerationJob, job_id=job_id, seq=seq), robust=True)
