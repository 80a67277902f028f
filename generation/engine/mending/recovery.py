"""Tasks whose worker was lost: given back, uncounted, or failed where that happens time and again."""

from datetime import timedelta
from uuid import UUID

import structlog
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now

from generation.app_settings import LEASE_SECONDS, MAX_WORKER_LOSSES
from generation.engine.apart import apart
from generation.engine.running.leases import DEADLINE_GRACE_SECONDS
from generation.engine.running.outcomes import fail_attempt
from generation.engine.running.settling import settle
from generation.errors import AttemptTimeout
from generation.models import SILENT_AFTER, GenerationTask, ProcessBeat, TaskAttempt
from generation.models.claims import Claim
from generation.models.moves import LockedJob, locked_job
from generation.states import AttemptOutcome, TaskStatus
from settings_app import store

log = structlog.get_logger(__name__)


def recover_lost_tasks() -> int:
    """Give back the tasks whose lease ran out; return how many. Their worker is dead or cut off.

    Where the lease was kept alive past the attempt's deadline, and the worker shows signs of life, its thread
    hangs: that is an attempt that timed out.
    """
    max_losses = store.get(MAX_WORKER_LOSSES)
    past_deadline = F("deadline_at") + timedelta(seconds=DEADLINE_GRACE_SECONDS)
    alive = Exists(ProcessBeat.objects.filter(name=OuterRef("worker"), at__gte=Now() - SILENT_AFTER))
    lost = GenerationTask.objects.filter(status=TaskStatus.IN_PROGRESS, lease_expires_at__lt=Now())
    lost = lost.annotate(hung=Q(alive, lease_expires_at__gt=past_deadline))
    rows = list(lost.values_list("pk", "job_id", "hung"))
    recovered = 0
    for task_id, job_id, is_hung in rows:
        with apart(job=str(job_id)):
            if is_hung:
                _time_out(task_id)
            else:
                _give_back_lost(task_id, job_id, max_losses)
            recovered += 1
    return recovered


def _time_out(task_id: UUID) -> None:
    attempts = TaskAttempt.objects.select_related("task")
    attempt = attempts.filter(task=task_id, outcome=AttemptOutcome.RUNNING).first()
    if attempt is None or attempt.task.lease_token is None:
        return
    claim = Claim(
        task_id=task_id,
        task_key=attempt.task.key,
        job_id=attempt.task.job_id,
        token=attempt.task.lease_token,
        attempt_id=attempt.pk,
        number=attempt.number,
        worker=attempt.worker,
    )
    log.warning("A task hung past its deadline", job=str(claim.job_id), task=claim.task_key)
    fail_attempt(claim, AttemptTimeout("It did not end by its deadline."), {})


def _give_back_lost(task_id: UUID, job_id: UUID, max_losses: int) -> None:
    with locked_job(job_id) as locked:
        task = locked.task(task_id)
        if task.lease_expires_at is None or task.lease_expires_at >= locked.now:
            return
        log.warning("A worker was lost", job=str(job_id), task=task.key, worker=task.worker)
        TaskAttempt.objects.filter(task=task, outcome=AttemptOutcome.RUNNING).update(
            outcome=AttemptOutcome.LOST, ended_at=locked.now
        )
        _run_again_or_fail(locked, task, max_losses)
        settle(locked)


def _run_again_or_fail(locked: LockedJob, task: GenerationTask, max_losses: int) -> None:
    counts = {"attempt_count": task.attempt_count - 1, "loss_count": task.loss_count + 1}
    if task.loss_count < max_losses:
        locked.move_task(task, TaskStatus.PENDING, **counts)
        locked.record("task_lost", task, losses=task.loss_count)
        return
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


def lease_length() -> timedelta:
    """Return how long a lease lasts."""
    return timedelta(seconds=store.get(LEASE_SECONDS))
