"""The decision what becomes of a message whose task could not be claimed."""

from uuid import UUID

from django.db.models import F
from django.db.models.functions import Now

from generation.engine.gate.barriers import barrier_before
from generation.engine.gate.holds import hold_task
from generation.engine.running.verdicts import Again, Done, Stop, Verdict
from generation.engine.writers.choice import Writer
from generation.models import GenerationTask
from generation.states import JobStatus, TaskStatus
from settings_app.schema import Values

LONGEST_COUNTDOWN_SECONDS = 1800
"""Longer waits are left to the reconciler: past its visibility time-out Redis would deliver them twice."""

_LOST_RACE_SECONDS = 1


def why_not(task_id: UUID, epoch: int, writer: Writer, values: Values) -> Verdict:
    """Return what becomes of the message of a task that `claim_task` did not hand out."""
    task = (
        GenerationTask.objects.select_related("job")
        .annotate(wait=F("next_attempt_at") - Now())
        .filter(pk=task_id)
        .first()
    )
    if task is None or task.job.status != JobStatus.RUNNING or task.job.epoch != epoch or task.job.stopping:
        return Stop()
    match task.status:
        case TaskStatus.COMPLETED:
            return Done()
        case TaskStatus.IN_PROGRESS:
            return Stop()
        case TaskStatus.WAITING if task.wait.total_seconds() > 0:
            return countdown(task.wait.total_seconds())
        case TaskStatus.FAILED:
            return Done() if task.job.continue_on_failure else Stop()
    return _why_not_due(task, writer, values)


def countdown(seconds: float) -> Verdict:
    """Return the verdict that brings the message back after `seconds`, or leaves it to the reconciler."""
    return Again(max(0.0, seconds)) if seconds <= LONGEST_COUNTDOWN_SECONDS else Stop()


def _why_not_due(task: GenerationTask, writer: Writer, values: Values) -> Verdict:
    """A task that is due waits for what it needs, or at a barrier, or became free while it was looked at."""
    siblings = task.job.tasks.exclude(status=TaskStatus.COMPLETED)
    if siblings.filter(key__in=task.needs).exists():
        return Done() if task.job.continue_on_failure else Stop()
    if task.job.only_task not in ("", task.key):
        return Stop()
    if barrier := barrier_before(task.job_id, writer, values):
        hold_task(
            task.pk,
            task.job.epoch,
            code=barrier.code,
            message=barrier.message,
            held_by=barrier.held_by,
        )
        return Stop()  # whoever lets it go has its chain sent again
    return Again(_LOST_RACE_SECONDS)
