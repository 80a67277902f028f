"""Recovery, built in and always running: what a dead worker, a wiped broker or a full queue left behind.

Nothing here goes through the broker but what it sends, and each job is mended in a transaction of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.db.models.functions import Now
from django.utils import timezone

from generation.app_settings import JOB_RETENTION_DAYS, JOB_TIMEOUT_MINUTES, LEASE_SECONDS, MAX_WORKER_LOSSES
from generation.engine import courier, idempotency
from generation.engine.barriers import UNTIL_MENDED, barrier_before
from generation.engine.chains import ChainPlan, is_sent, plan_chains
from generation.engine.database import DATABASE_AWAY
from generation.engine.deletion import delete_job
from generation.engine.dispatch import admit_jobs, fail_job, give_back_all, send, settle
from generation.engine.exporting import forget_old_exports, send_stalled_exports
from generation.engine.holds import let_go, overdue_holds
from generation.engine.incidents import resume_stopped_jobs, send_due_trials
from generation.engine.leases import DEADLINE_GRACE_SECONDS
from generation.engine.outcomes import fail_attempt
from generation.engine.ranks import rescore_jobs
from generation.engine.writers import choose_writer
from generation.errors import AttemptTimeout, JobOpenError
from generation.models import (
    SILENT_AFTER,
    GenerationJob,
    GenerationTask,
    IdempotencyKey,
    ProcessBeat,
    TaskAttempt,
)
from generation.models.claims import Claim
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
    for step in (*((recover_lost_tasks,) if judge_leases else ()), *_STEPS):
        with _apart(step=step.__name__):
            step()


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
        with _apart(job=str(job_id)):
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


def expire_jobs() -> None:
    """Fail the jobs that have run for longer than a job may; what is finished stays."""
    minutes = store.get(JOB_TIMEOUT_MINUTES)
    overdue = GenerationJob.objects.filter(
        status=JobStatus.RUNNING, started_at__lt=Now() - timedelta(minutes=minutes)
    )
    for job_id in overdue.values_list("pk", flat=True):
        with _apart(job=str(job_id)), locked_job(job_id) as locked:
            if locked.job.status == JobStatus.RUNNING:
                give_back_all(locked)
                fail_job(locked, "job_timeout", f"The job was not finished within {minutes} minutes.")


def send_stalled_chains() -> int:
    """Send again, under the same epoch, the chains whose message is on its way no more; return how many."""
    tasks = GenerationTask.objects.order_by("position").defer("kept", "complaints")
    jobs = GenerationJob.objects.filter(status=JobStatus.RUNNING).defer("brief", "inputs")
    jobs = jobs.annotate(database_now=Now()).prefetch_related(Prefetch("tasks", tasks))
    stalled = [(job.pk, chain) for job in jobs for chain in _stalled(job, job.database_now)]
    queued = courier.chains_in_queue() if stalled else None
    if queued is None:
        return 0
    sent = 0
    for job_id, chain in stalled:
        if courier.chain_name(job_id, chain.lane) not in queued:
            with _apart(job=str(job_id)):
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
        and not _is_held(chain.head)
        and _due(chain, tasks) < now - QUIET
        and _last_sent(chain) < now - RESEND
    ]


def _is_held(task: GenerationTask) -> bool:
    """Whether the task is to be let go by somebody, and not by time."""
    return bool(task.hold) and task.hold_until is None


def _due(chain: ChainPlan, tasks: list[GenerationTask]) -> datetime:
    return chain.head.hold_until or chain.head.next_attempt_at or _last_change(chain, tasks)


def _last_change(chain: ChainPlan, tasks: list[GenerationTask]) -> datetime:
    return max(task.updated_at for task in tasks if chain.lane in ("", task.lane))


def _last_sent(chain: ChainPlan) -> datetime:
    return max(task.sent_at for task in chain.tasks if task.sent_at)


def _send_again(job_id: UUID, lane: str) -> int:
    with locked_job(job_id) as locked:
        chains = [chain for chain in plan_chains(locked.job, locked.tasks) if chain.lane == lane]
        if locked.job.status != JobStatus.RUNNING or not chains:
            return 0
        locked.record("chain_sent_again", lane=lane)
        send(locked, chains)
    log.warning("A chain was sent again", job=str(job_id), lane=lane)
    return len(chains)


def end_long_holds() -> None:
    """Fail the jobs of which a task was held for longer than one may be; what is finished stays."""
    for job_id, task_id in overdue_holds(store.read_all()):
        with _apart(job=str(job_id)), locked_job(job_id) as locked:
            task = locked.task(task_id)
            if locked.job.status == JobStatus.RUNNING and task.hold in UNTIL_MENDED:
                code, message = task.hold, f"{task.name} waited too long. {task.hold_message}"
                give_back_all(locked)
                fail_job(locked, code, message)


def let_go_where_mended() -> None:
    """Let go the tasks that are held by what keeps them no longer."""
    values = store.read_all()
    writer = choose_writer(values)
    for task in GenerationTask.objects.filter(hold__in=UNTIL_MENDED).only("job", "hold"):
        if barrier_before(task.job_id, writer, values) is None:
            let_go(Q(pk=task.pk))


_STEPS = (
    expire_jobs,
    end_long_holds,
    send_due_trials,
    let_go_where_mended,
    resume_stopped_jobs,
    rescore_jobs,
    admit_jobs,
    send_stalled_chains,
    send_stalled_exports,
)


@contextmanager
def _apart(**what: str) -> Iterator[None]:
    """Log what breaks while this job or step is seen to, so that the others are seen to all the same."""
    try:
        yield
    except DATABASE_AWAY:
        raise  # the database is away, for all of them
    except Exception:
        log.exception("Something could not be mended", **what)


def clean_up() -> None:
    """Delete the records of jobs that ended long ago, and what else has had its day. Content stays."""
    now = timezone.now()
    ended = GenerationJob.objects.exclude(status__in=OPEN_JOB).filter(
        completed_at__lt=now - timedelta(days=store.get(JOB_RETENTION_DAYS))
    )
    for job in ended.only("pk"):
        with _apart(job=str(job.pk)), suppress(JobOpenError, GenerationJob.DoesNotExist):  # resumed, or gone
            delete_job(job)
    forget_old_exports()
    IdempotencyKey.objects.filter(created_at__lt=now - idempotency.KEPT).delete()
    ProcessBeat.objects.filter(at__lt=now - timedelta(days=1)).delete()


def lease_length() -> timedelta:
    """Return how long a lease lasts."""
    return timedelta(seconds=store.get(LEASE_SECONDS))
