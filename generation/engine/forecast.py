"""When a job is likely to end, judged by how long its own tasks took."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median

from generation.engine.chains import UNFINISHED
from generation.models import GenerationJob, GenerationTask
from generation.states import JobStatus, TaskStatus

_FEWEST_TASKS = 2  # one duration says too little


def estimate_completion(
    job: GenerationJob, tasks: Sequence[GenerationTask], now: datetime
) -> datetime | None:
    """Return when the job should be done; None while nobody can tell: it does not run, or has only begun."""
    seconds = [
        (task.completed_at - task.started_at).total_seconds()
        for task in tasks
        if task.status == TaskStatus.COMPLETED and task.completed_at and task.started_at
    ]
    left = [task for task in tasks if task.status in UNFINISHED and job.only_task in ("", task.key)]
    if job.status != JobStatus.RUNNING or len(seconds) < _FEWEST_TASKS or not left:
        return None
    typical = median(seconds)
    work = sum(_seconds_left(task, typical, now) for task in left)
    return now + timedelta(seconds=work / min(job.lanes, len(left)))


def _seconds_left(task: GenerationTask, typical: float, now: datetime) -> float:
    if task.status == TaskStatus.IN_PROGRESS and task.last_attempt_at:
        return max(0.0, typical - (now - task.last_attempt_at).total_seconds())
    if task.status == TaskStatus.WAITING and task.next_attempt_at:
        return typical + max(0.0, (task.next_attempt_at - now).total_seconds())
    return typical
