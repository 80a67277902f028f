"""How far a job has come, in numbers and in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from generation.models import GenerationJob, GenerationTask
from generation.pipeline import STAGES
from generation.states import JobStatus, TaskStatus

_CURRENT = (TaskStatus.IN_PROGRESS, TaskStatus.WAITING)


@dataclass(frozen=True, kw_only=True)
class Progress:
    """`completed` of `total` tasks; `percent` counts finished stages, so that a job of one task moves too."""

    completed: int
    total: int
    percent: int
    message: str


def measure_progress(job: GenerationJob, tasks: Sequence[GenerationTask]) -> Progress:
    """Return how far the job's tasks, given in order, have come."""
    completed = sum(task.status == TaskStatus.COMPLETED for task in tasks)
    return Progress(
        completed=completed,
        total=len(tasks),
        percent=_percent(tasks, all_done=completed == len(tasks)),
        message=_message(job, tasks),
    )


def current_tasks(tasks: Sequence[GenerationTask]) -> list[GenerationTask]:
    """Return the tasks that are being written or wait for their next attempt."""
    return [task for task in tasks if task.status in _CURRENT]


def _percent(tasks: Sequence[GenerationTask], *, all_done: bool) -> int:
    if all_done:
        return 100
    stages = sum(_stages_done(task) for task in tasks)
    return min(99, round(100 * stages / (len(STAGES) * len(tasks))))


def _stages_done(task: GenerationTask) -> int:
    if task.status == TaskStatus.COMPLETED:
        return len(STAGES)
    return min(task.stages_done, len(STAGES)) if task.status in _CURRENT else 0


def _message(job: GenerationJob, tasks: Sequence[GenerationTask]) -> str:
    match job.status:
        case JobStatus.QUEUED:
            return "Put off to its time" if job.is_put_off else "Waiting in line"
        case JobStatus.COMPLETED:
            return "Finished"
        case JobStatus.CANCELLED:
            return "Cancelled"
        case JobStatus.FAILED:
            return "On hold; it goes on by itself" if job.goes_on_by_itself else job.error_message
    return _running_message(current_tasks(tasks), [task for task in tasks if task.hold])


def _running_message(current: Sequence[GenerationTask], held: Sequence[GenerationTask]) -> str:
    writing = [task for task in current if task.status == TaskStatus.IN_PROGRESS]
    if writing:
        others = f" and {len(writing) - 1} more" if len(writing) > 1 else ""
        return f"Writing {writing[0].name}{others}"
    if held:
        return f"{held[0].name} is on hold"
    if current:
        return f"Waiting to try {current[0].name} again"
    return "Starting"
