"""Which part of a run is shown at length: the chosen one, else the one that is worked on or went wrong."""

from collections.abc import Mapping

from generation.engine.standing.jobs import JobStanding, TaskStanding
from generation.states import JobStatus, TaskStatus

_BY_URGENCY: Mapping[JobStatus, tuple[TaskStatus, ...]] = {
    JobStatus.RUNNING: (
        TaskStatus.IN_PROGRESS,
        TaskStatus.WAITING,
        TaskStatus.FAILED,
        TaskStatus.PENDING,  # between two parts: the next one
    ),
    JobStatus.FAILED: (TaskStatus.FAILED,),
}


def part_to_show(standing: JobStanding, chosen: str) -> TaskStanding | None:
    """Return the part that was chosen, else the one to follow; None where none calls for attention."""
    if chosen:
        return next(entry for entry in standing.tasks if entry.task.key == chosen)
    follow = _BY_URGENCY.get(JobStatus(standing.job.status), ())
    only = standing.job.only_task
    for status in follow:
        for entry in standing.tasks:
            if entry.task.status == status and (status != TaskStatus.PENDING or only in ("", entry.task.key)):
                return entry
    return None
