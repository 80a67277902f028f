"""The decision which verbs a job's present state allows, and for which of them its owner has the means."""

from collections.abc import Mapping, Sequence
from typing import Literal

from generation.engine.allowances.means import Means
from generation.engine.allowances.reasons import Reason
from generation.models import GenerationJob, GenerationTask
from generation.states import RESUMABLE_JOB, JobStatus, Priority, TaskStatus

Action = Literal["cancel", "resume", "reset", "retry", "regenerate", "raise", "lower"]
ACTIONS: tuple[Action, ...] = ("cancel", "resume", "reset", "retry", "regenerate", "raise", "lower")
PRIORITISE: tuple[Action, ...] = ("raise", "lower")
"""Those that change a priority, which not everybody may."""
_BEGIN: tuple[Action, ...] = ("resume", "reset", "retry", "regenerate")
"""Those that put a job in line again."""


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
        "resume": free and job.status in RESUMABLE_JOB,
        "reset": job.is_open or free,
        "retry": _has_one_to_retry(job, tasks, free=free),
        "regenerate": free and _has_one_to_regenerate(tasks),
        "raise": in_line and job.priority != Priority.HIGH,
        "lower": in_line and job.priority != Priority.LOW,
    }
    return [action for action in ACTIONS if allowed[action]]


def refused_actions(
    job: GenerationJob, tasks: Sequence[GenerationTask], actions: Sequence[Action], means: Means
) -> Mapping[Action, Reason]:
    """Return those of these actions that would be refused for what the job's owner lacks, and why."""
    reasons = {action: _why_not(action, job, tasks, means) for action in actions if action in _BEGIN}
    return {action: reason for action, reason in reasons.items() if reason}


def operators_only(job: GenerationJob, means: Means, *, priority_boost: bool) -> frozenset[Action]:
    """Return the actions that operators may take with the job, and its owner may not."""
    if not priority_boost:
        return frozenset(PRIORITISE)
    is_next_to_high = job.priority == Priority.NORMAL
    return frozenset() if means.may_choose_high or not is_next_to_high else frozenset({"raise"})


def _why_not(
    action: Action, job: GenerationJob, tasks: Sequence[GenerationTask], means: Means
) -> Reason | None:
    if action == "retry" and _has_one_to_retry(job, tasks, free=False):
        return None  # what runs goes on, and is paid for
    unwritten = [task for task in tasks if task.status != TaskStatus.COMPLETED]
    if action == "reset":
        set_aside = [task for task in unwritten if job.is_open and job.only_task in ("", task.key)]
        return means.why_no_start(len(tasks), given_back=len(set_aside))
    return means.why_not(1 if action == "regenerate" else len(unwritten))


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
