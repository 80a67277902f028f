"""Recovery, built in and always running: what a dead worker, a wiped broker or a full queue left behind.

Nothing here goes through the broker but what it sends, and each job is mended in a transaction of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db.models import Prefetch
from django.db.models.functions import Now
from django.utils import timezone

from generation.app_settings import JOB_RETENTION_DAYS, JOB_TIMEOUT_MINUTES, LEASE_SECONDS, MAX_WORKER_LOSSES
from generation.engine import courier, idempotency
from generation.engine.chains import ChainPlan, is_sent, plan_chains
from generation.engine.database import DATABASE_AWAY
from generation.engine.dispatch import admit_jobs, fail_job, send, settle
from generation.models import GenerationJob, GenerationTask, IdempotencyKey, ProcessBeat, TaskAttempt
from generation.models.moves import LockedJob, locked_job
from generation.states import OPEN_JOB, AttemptOutcome, JobStatus, TaskStatus
from settings_app import store

log = structlog.get_logger(__name__)

QUIET = timedelta(seconds=4)
"""How long nothing must have happened to a chain before its message counts as lost."""

RESEND = timedelta(seconds=10)
"""How long after a message was sent it may be sent again."""


def reconcile(*, judge_leases: bool) -> None:
    """Mend what is broken and let in what is in line.

    `judge_leases` is False for one lease's length after the database was away: nobody could renew one.
    """
    if judge_leases:
        recover_lost_tasks()
    expire_jobs()
    admit_jobs()
    send_stalled_chains()


def recover_lost_tasks() -> int:
    """Give back the tasks whose lease ran out; return how many. Their worker is dead or cut off."""
    max_losses = store.get(MAX_WORKER_LOSSES)
    lost = GenerationTask.objects.filter(status=TaskStatus.IN_PROGRESS, lease_expires_at__lt=Now())
    found = 0
    for task_id, job_id in lost.values_list("pk", "job_id"):
        with _apart(job_id), locked_job(job_id) as locked:
            task = locked.job.tasks.filter(
                pk=task_id, status=TaskStatus.IN_PROGRESS, lease_expires_at__lt=Now()
            ).first()
            if task is not None:
                _recover(locked, task, max_losses)
                found += 1
    return found


def _recover(locked: LockedJob, task: GenerationTask, max_losses: int) -> None:
    log.warning("A worker was lost", job=str(locked.job.pk), task=task.key, worker=task.worker)
    TaskAttempt.objects.filter(task=task, outcome=AttemptOutcome.RUNNING).update(
        outcome=AttemptOutcome.LOST, ended_at=timezone.now()
    )
    counts = {"attempt_count": task.attempt_count - 1, "loss_count": task.loss_count + 1}
    if task.loss_count < max_losses:
        locked.move_task(task, TaskStatus.PENDING, **counts)
        locked.record("task_lost", task, losses=task.loss_count)
    else:
        message = f"Its worker was lost {task.loss_count + 1} times while writing this."
        locked.move_task(
            task,
            TaskStatus.FAILED,
            error_code="worker_lost",
            error_message=message,
            error_retryable=False,
            **counts,
        )
        locked.record("task_failed", task, code="worker_lost")
    settle(locked)


def expire_jobs() -> None:
    """Fail the jobs that have run for longer than a job may; what is finished stays."""
    minutes = store.get(JOB_TIMEOUT_MINUTES)
    overdue = GenerationJob.objects.filter(
        status=JobStatus.RUNNING, started_at__lt=timezone.now() - timedelta(minutes=minutes)
    )
    for job_id in overdue.values_list("pk", flat=True):
        with _apart(job_id), locked_job(job_id) as locked:
            if locked.job.status == JobStatus.RUNNING:
                _give_back_all(locked)
                fail_job(locked, "job_timeout", f"The job was not finished within {minutes} minutes.")


def _give_back_all(locked: LockedJob) -> None:
    for task in locked.job.tasks.filter(status__in=[TaskStatus.IN_PROGRESS, TaskStatus.WAITING]):
        locked.move_task(task, TaskStatus.PENDING)
    TaskAttempt.objects.filter(task__job=locked.job, outcome=AttemptOutcome.RUNNING).update(
        outcome=AttemptOutcome.CANCELLED, ended_at=timezone.now()
    )


def send_stalled_chains() -> int:
    """Send again, under the same epoch, the chains whose message is on its way no more; return how many."""
    now = timezone.now()
    jobs = GenerationJob.objects.filter(status=JobStatus.RUNNING).prefetch_related(
        Prefetch("tasks", GenerationTask.objects.order_by("position"))
    )
    stalled = [(job.pk, chain) for job in jobs for chain in _stalled(job, now)]
    queued = courier.chains_in_queue() if stalled else None
    if queued is None:
        return 0
    sent = 0
    for job_id, chain in stalled:
        if courier.chain_name(job_id, chain.lane) not in queued:
            with _apart(job_id):
                sent += _send_again(job_id, chain.lane)
    return sent


def _stalled(job: GenerationJob, now: datetime) -> list[ChainPlan]:
    """Return the sent chains of which something could run, and nothing has happened for a while."""
    tasks = list(job.tasks.all())
    completed = {task.key for task in tasks if task.status == TaskStatus.COMPLETED}
    return [
        chain
        for chain in plan_chains(job, tasks)
        if is_sent(chain, job)
        and not any(task.status == TaskStatus.IN_PROGRESS for task in chain.tasks)
        and completed.issuperset(chain.head.needs)
        and (chain.head.next_attempt_at or _last_change(chain, tasks)) < now - QUIET
        and _last_sent(chain) < now - RESEND
    ]


def _last_change(chain: ChainPlan, tasks: list[GenerationTask]) -> datetime:
    return max(task.updated_at for task in tasks if chain.lane in ("", task.lane))


def _last_sent(chain: ChainPlan) -> datetime:
    return max(task.sent_at for task in chain.tasks if task.sent_at)


def _send_again(job_id: UUID, lane: str) -> int:
    with locked_job(job_id) as locked:
        tasks = list(locked.job.tasks.order_by("position"))
        chains = [chain for chain in plan_chains(locked.job, tasks) if chain.lane == lane]
        if locked.job.status != JobStatus.RUNNING or not chains:
            return 0
        locked.record("chain_sent_again", lane=lane)
        send(locked, chains)
    log.warning("A chain was sent again", job=str(job_id), lane=lane)
    return len(chains)


@contextmanager
def _apart(job_id: UUID) -> Iterator[None]:
    """Log what breaks while this job is mended, so that the others are mended all the same."""
    try:
        yield
    except DATABASE_AWAY:
        raise  # the database is away, for all of them
    except Exception:
        log.exception("A job could not be mended", job=str(job_id))


def clean_up() -> None:
    """Delete the records of jobs that ended long ago, and what else has had its day. Content stays."""
    now = timezone.now()
    GenerationJob.objects.exclude(status__in=OPEN_JOB).filter(
        completed_at__lt=now - timedelta(days=store.get(JOB_RETENTION_DAYS))
    ).delete()
    IdempotencyKey.objects.filter(created_at__lt=now - idempotency.KEPT).delete()
    ProcessBeat.objects.filter(at__lt=now - timedelta(days=1)).delete()


def lease_length() -> timedelta:
    """Return how long a lease lasts."""
    return timedelta(seconds=store.get(LEASE_SECONDS))
