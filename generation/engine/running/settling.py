"""Settling: when a job has ended, and how; every run ends here, whoever ends it."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from generation.engine.allowances.ledger import settle_runs
from generation.engine.broker.chains import UNFINISHED, blocked_keys
from generation.engine.gate.incidents import is_by_incident
from generation.engine.outbox.endings import tell_ending
from generation.engine.running.dispatch import admit_jobs, send_ready
from generation.models import GenerationJob, GenerationTask, TaskAttempt
from generation.models.moves import NO_HOLD, LockedJob
from generation.states import AttemptOutcome, JobStatus, TaskStatus


def settle(locked: LockedJob) -> None:
    """End the job if nothing of it may run any more, else send what has become ready.

    After a failure tasks that wait for their next attempt go back to pending: nothing new begins, and the
    job ends when the last running one does.
    """
    tasks = locked.tasks
    failed = [task for task in tasks if task.status == TaskStatus.FAILED]
    if failed and not locked.job.continue_on_failure and not locked.job.only_task:
        _begin_nothing_new(locked)
    if _may_go_on(locked.job, tasks):
        send_ready(locked)
        return
    if all(task.status == TaskStatus.COMPLETED for task in tasks):
        end_job(locked, JobStatus.COMPLETED, "job_completed")
    elif failed:
        _fail_by(locked, failed)
    else:  # one task of a cancelled job was regenerated; the job is what it was
        end_job(locked, JobStatus.CANCELLED, "job_left_cancelled")
    transaction.on_commit(admit_jobs, robust=True)


def _fail_by(locked: LockedJob, failed: Sequence[GenerationTask]) -> None:
    """Fail the job by the first of these; what an incident stopped counts only where nothing else failed."""
    first = min(failed, key=lambda task: is_by_incident(task.error_code))
    fail_job(locked, first.error_code, f"{first.name}: {first.error_message}")


def fail_job(locked: LockedJob, code: str, message: str) -> None:
    """End the job as failed, with the code and sentence that say why; by an incident only if they say so."""
    by_incident = {} if is_by_incident(code) else {"incident": None}
    locked.write(error_code=code, error_message=message, **by_incident)
    end_job(locked, JobStatus.FAILED, "job_failed", code=code)


def end_job(locked: LockedJob, status: JobStatus, event: str, **data: Any) -> None:
    """End the job's run: every run ends here, and is settled with its owner in the same transaction."""
    stop_run(locked, status)
    settle_runs([locked])
    tell_ending(locked)
    locked.record(event, **data)


def stop_run(locked: LockedJob, status: JobStatus) -> None:
    """Move the job to where its run ends; who calls this settles the run too, and tells of it."""
    for task in locked.tasks:
        if task.hold:  # what its task waited for, nobody waits for any more
            locked.write_task(task, **NO_HOLD)
    locked.move(status, completed_at=locked.now)


def give_back_all(jobs: Sequence[LockedJob]) -> None:
    """Stop everything of these jobs that runs or waits; workers hear of it by their lost leases."""
    begun = [locked for locked in jobs if _give_back(locked)]
    if begun:
        running = TaskAttempt.objects.filter(
            task__job__in=[locked.job.pk for locked in begun], outcome=AttemptOutcome.RUNNING
        )
        running.update(outcome=AttemptOutcome.CANCELLED, ended_at=begun[0].now)


def _give_back(locked: LockedJob) -> bool:
    """Return whether anything of the job ran or waited."""
    begun = [task for task in locked.tasks if task.status in (TaskStatus.IN_PROGRESS, TaskStatus.WAITING)]
    for task in begun:
        locked.move_task(task, TaskStatus.PENDING)
    return bool(begun)


def _begin_nothing_new(locked: LockedJob) -> None:
    if not locked.job.stopping:
        locked.write(stopping=True)
    for task in locked.tasks:
        if task.status == TaskStatus.WAITING:
            locked.move_task(task, TaskStatus.PENDING)


def _may_go_on(job: GenerationJob, tasks: list[GenerationTask]) -> bool:
    """Whether a task of the job still runs, or may."""
    unfinished = [task for task in tasks if task.status in UNFINISHED]
    if any(task.status == TaskStatus.IN_PROGRESS for task in unfinished):
        return True
    if job.only_task:
        return any(task.key == job.only_task for task in unfinished)
    if job.continue_on_failure:
        blocked = blocked_keys(tasks)
        return any(task.key not in blocked for task in unfinished)
    return bool(unfinished) and not any(task.status == TaskStatus.FAILED for task in tasks)
