"""Dispatch: which queued jobs may run now, what of them goes on its way, and when a job has ended."""

from collections.abc import Sequence
from typing import Any

import structlog
from django.db import OperationalError, connection, transaction
from psycopg2.errors import LockNotAvailable

from generation.app_settings import GENERATION_ENABLED, MAX_CONCURRENT_JOBS
from generation.engine.allowances.ledger import settle_runs
from generation.engine.broker import courier
from generation.engine.broker.chains import UNFINISHED, ChainPlan, blocked_keys, plan_chains, ready_chains
from generation.engine.gate.admission import why_nobody_is_let_in
from generation.engine.gate.incidents import is_by_incident
from generation.engine.line.order import next_in_line
from generation.engine.outbox.endings import tell_ending
from generation.models import GenerationJob, GenerationTask, TaskAttempt
from generation.models.moves import NO_HOLD, LockedJob, locked_job
from generation.states import AttemptOutcome, JobStatus, TaskStatus
from settings_app import store

log = structlog.get_logger(__name__)

_ADMISSION_LOCK = 0x6761_6C01  # one admission at a time in the whole database, so that limits are exact


def admit_jobs() -> int:
    """Move queued jobs to running while slots are free, the first in line first; return how many.

    Gives up after a second where others hold what it needs; the reconciler's next turn does the rest.
    """
    admitted = 0
    try:
        while _somebody_waits() and _admit_next():
            admitted += 1
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
        log.warning("Jobs were not admitted: somebody holds a lock for long", error=str(error).strip())
    return admitted


def _somebody_waits() -> bool:
    """Look before the lock is taken: nearly always nobody does, and a job queued later sees to itself."""
    return GenerationJob.objects.filter(status=JobStatus.QUEUED).exists()


def _admit_next() -> bool:
    with transaction.atomic():
        _take_admission_lock()
        values = store.read_all()
        if not values[GENERATION_ENABLED]:
            return False
        if GenerationJob.objects.filter(status=JobStatus.RUNNING).count() >= values[MAX_CONCURRENT_JOBS]:
            return False
        if why_nobody_is_let_in(values):
            return False
        first = next_in_line(values)
        if first is None:
            return False
        with locked_job(first) as locked:
            if locked.job.status == JobStatus.QUEUED:
                locked.move(JobStatus.RUNNING, epoch=locked.job.epoch + 1, started_at=locked.now)
                locked.record("job_admitted")
                send_ready(locked)
    return True


def _take_admission_lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '1s'; SELECT pg_advisory_xact_lock(%s)", [_ADMISSION_LOCK])


def send_ready(locked: LockedJob) -> None:
    """Send what of the running job can go on its way now."""
    send(locked, ready_chains(locked.job, locked.tasks))


def send(locked: LockedJob, chains: Sequence[ChainPlan]) -> None:
    """Send these chains once the transaction is committed, and note that they are on their way."""
    if not chains:
        return
    job, sent = locked.job, [task for chain in chains for task in chain.tasks]
    ids = [task.pk for task in sent]
    GenerationTask.objects.filter(pk__in=ids).update(sent_epoch=job.epoch, sent_at=locked.now)
    for task in sent:
        task.sent_epoch, task.sent_at = job.epoch, locked.now
    transaction.on_commit(lambda: courier.send_chains(job, chains), robust=True)


def send_chain_of(locked: LockedJob, task: GenerationTask) -> None:
    """Send the task's chain once more; the copy that comes second finds nothing to claim.

    Where Redis is away, the reconciler finds that it stalled.
    """
    send(locked, [plan for plan in plan_chains(locked.job, locked.tasks) if task in plan.tasks])


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


def give_back_all(locked: LockedJob) -> None:
    """Stop everything of the job that runs or waits; workers hear of it by their lost leases."""
    begun = [task for task in locked.tasks if task.status in (TaskStatus.IN_PROGRESS, TaskStatus.WAITING)]
    for task in begun:
        locked.move_task(task, TaskStatus.PENDING)
    if begun:
        _stop_attempts(locked)


def _stop_attempts(locked: LockedJob) -> None:
    TaskAttempt.objects.filter(task__job=locked.job, outcome=AttemptOutcome.RUNNING).update(
        outcome=AttemptOutcome.CANCELLED, ended_at=locked.now
    )


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
