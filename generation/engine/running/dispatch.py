"""Dispatch: which queued jobs may run now, and what of a running one goes on its way."""

from collections.abc import Sequence

import structlog
from django.db import OperationalError, connection, transaction
from psycopg2.errors import LockNotAvailable

from generation.app_settings import GENERATION_ENABLED, MAX_CONCURRENT_JOBS
from generation.engine.broker import courier
from generation.engine.broker.chains import ChainPlan, plan_chains, ready_chains
from generation.engine.gate.admission import why_nobody_is_let_in
from generation.engine.line.order import next_in_line
from generation.models import GenerationJob, GenerationTask
from generation.models.job import NOT_IN_LINE
from generation.models.moves import LockedJob, locked_job
from generation.states import JobStatus
from settings_app import store

log = structlog.get_logger(__name__)

_ADMISSION_LOCK = 0x6761_6C01  # one admission at a time in the whole database, so that limits are exact


def admit_jobs() -> int:
    """Move queued jobs to running while slots are free, the first in line first; return how many.

    Gives up after a second where others hold what it needs; the reconciler's next turn does the rest.
    """
    admitted = 0
    try:
        while _somebody_waits() and (begun := _admit_next()) is not None:
            admitted += begun
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
        log.warning("Jobs were not admitted: somebody holds a lock for long", error=str(error).strip())
    return admitted


def _somebody_waits() -> bool:
    """Look before the lock is taken: nearly always nobody does, and a job queued later sees to itself."""
    return GenerationJob.objects.filter(status=JobStatus.QUEUED).exists()


def _admit_next() -> int | None:
    """Return how many were let in, none where the first in line has just left it; None where nobody may."""
    with transaction.atomic():
        _take_admission_lock()
        values = store.read_all()
        if not values[GENERATION_ENABLED]:
            return None
        if GenerationJob.objects.filter(status=JobStatus.RUNNING).count() >= values[MAX_CONCURRENT_JOBS]:
            return None
        if why_nobody_is_let_in(values):
            return None
        first = next_in_line(values)
        if first is None:
            return None
        try:
            with locked_job(first) as locked:
                return _begin(locked)
        except GenerationJob.DoesNotExist:  # cancelled and deleted
            return 0


def _begin(locked: LockedJob) -> int:
    """Let the job in, unless whoever held its lock before has cancelled it or put it off."""
    job = locked.job
    if job.status != JobStatus.QUEUED:
        return 0
    if job.scheduled_at and job.scheduled_at > locked.now:
        locked.write(level=NOT_IN_LINE)  # what corrects levels passes over those that somebody holds
        return 0
    locked.move(JobStatus.RUNNING, epoch=job.epoch + 1, started_at=locked.now)
    locked.record("job_admitted")
    send_ready(locked)
    return 1


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
