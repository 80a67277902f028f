"""The decision which verbs a job's present state allows."""

from collections.abc import Mapping, Sequence
from typing import Literal

from generation.models import GenerationJob, GenerationTask
from generation.states import JobStatus, Priority, TaskStatus

Action = Literal["cancel", "resume", "reset", "retry", "regenerate", "raise", "lower"]
ACTIONS: tuple[Action, ...] = ("cancel", "resume", "reset", "retry", "regenerate", "raise", "lower")
PRIORITISE: tuple[Action, ...] = ("raise", "lower")
"""Those that change a priority, which not everybody may."""


def allowed_actions(
    job: GenerationJob, tasks: Sequence[GenerationTask], *, another_open: bool
) -> list[Action]:
    """Return what may be done now, by whoever may do everything, in the order of ACTIONS.

    `another_open` says that another job of the same kind is queued or runs, which keeps this one ended.
    "retry" and "regenerate" mean: of some task.
    """
    free = not job.is_open and not another_open
    in_line = job.status == JobStatus.QUEUED
    allowed: Mapping[Action, bool] = {
        "cancel": job.is_open,
        "resume": free and job.status in (JobStatus.FAILED, JobStatus.CANCELLED),
        "reset": job.is_open or free,
        "retry": _has_one_to_retry(job, tasks, free=free),
        "regenerate": free and _has_one_to_regenerate(tasks),
        "raise": in_line and job.priority != Priority.HIGH,
        "lower": in_line and job.priority != Priority.LOW,
    }
    return [action for action in ACTIONS if allowed[action]]


def _has_one_to_retry(job: GenerationJob, tasks: Sequence[GenerationTask], *, free: bool) -> bool:
    runs_all = job.status == JobStatus.RUNNING and not job.only_task
    return any(
        task.status == TaskStatus.WAITING or (task.status == TaskStatus.FAILED and (free or runs_all))
        for task in tasks
    )


def _has_one_to_regenerate(tasks: Sequence[GenerationTask]) -> bool:
    completed = {task.key for task in tasks if task.status == TaskStatus.COMPLETED}
    return any(
        task.status in (TaskStatus.COMPLETED, TaskStatus.FAILED) and completed.issuperset(task.needs)
        for task in tasks
    )
