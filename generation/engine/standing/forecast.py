"""When a job is likely to end, judged by how long its own tasks took and how long such tasks usually take."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from statistics import median

from generation.engine.broker.chains import UNFINISHED
from generation.models import GenerationJob, GenerationTask
from generation.states import JobStatus, TaskStatus

_FEWEST_TASKS = 2  # one duration says too little

Durations = Mapping[str, float]
"""Seconds by a task's key; a task that was not seen often enough is missing."""

Expect = Callable[[str], float]


def estimate_completion(
    job: GenerationJob, tasks: Sequence[GenerationTask], now: datetime, *, usual: Durations | None = None
) -> datetime | None:
    """Return when the job should be done; None while nobody can tell: it does not run, or has only begun.

    Neither can anybody of one on hold: what holds it may come before each of its tasks. `usual` is what its
    tasks took in earlier runs.
    """
    left = _left(job, tasks)
    if job.status != JobStatus.RUNNING or not left or _is_on_hold(left):
        return None
    expect = _expectation(tasks, left, usual or {})
    if expect is None:
        return None
    work = sum(_seconds_left(task, expect(task.key), now) for task in left)
    return now + timedelta(seconds=work / min(job.lanes, len(left)))


def _is_on_hold(left: Sequence[GenerationTask]) -> bool:
    return any(task.hold for task in left) and all(task.status != TaskStatus.IN_PROGRESS for task in left)


def estimate_length(
    job: GenerationJob, tasks: Sequence[GenerationTask], *, usual: Durations
) -> timedelta | None:
    """Return how long one that has not begun should take from there on; None without any ground."""
    left = _left(job, tasks)
    expect = _expectation(tasks, left, usual)
    if expect is None or not left:
        return None
    return timedelta(seconds=sum(expect(task.key) for task in left) / min(job.lanes, len(left)))


def _left(job: GenerationJob, tasks: Sequence[GenerationTask]) -> list[GenerationTask]:
    return [task for task in tasks if task.status in UNFINISHED and job.only_task in ("", task.key)]


def _expectation(
    tasks: Sequence[GenerationTask], left: Sequence[GenerationTask], usual: Durations
) -> Expect | None:
    """Return what to expect of a task: its usual time at this job's own pace; None without any ground."""
    own = [
        (task.key, (task.completed_at - task.started_at).total_seconds())
        for task in tasks
        if task.status == TaskStatus.COMPLETED and task.completed_at and task.started_at
    ]
    enough = len(own) >= _FEWEST_TASKS
    if not usual.keys() >= {task.key for task in left}:
        typical = median(seconds for _, seconds in own) if enough else 0.0
        return (lambda key: typical) if enough else None
    ratios = [seconds / usual[key] for key, seconds in own if usual.get(key)]
    pace = median(ratios) if enough and ratios else 1.0
    return lambda key: usual[key] * pace


def _seconds_left(task: GenerationTask, typical: float, now: datetime) -> float:
    if task.status == TaskStatus.IN_PROGRESS and task.last_attempt_at:
        return max(0.0, typical - (now - task.last_attempt_at).total_seconds())
    if task.status == TaskStatus.WAITING and task.next_attempt_at:
        return typical + max(0.0, (task.next_attempt_at - now).total_seconds())
    return typical
