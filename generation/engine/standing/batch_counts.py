"""How many jobs of a batch are how far: which of them tells of the whole, and all of them in words."""

from collections.abc import Mapping

from generation.states import JobStatus

_TELLING = (
    *(JobStatus.RUNNING, JobStatus.QUEUED),
    *(JobStatus.FAILED, JobStatus.CANCELLED, JobStatus.COMPLETED),
)
"""The first of these that a job of the batch has is the batch's own."""


def telling_status(statuses: Mapping[JobStatus, int]) -> JobStatus | None:
    """Return the status of a batch whose jobs have these; None where it has none."""
    return next((status for status in _TELLING if statuses[status]), None)


def in_words(statuses: Mapping[JobStatus, int], *, put_off: int, held: int, paused: int = 0) -> str:
    """Return how many jobs are how far: "12 ready, 5 running, 13 in line".

    So many of those queued are `put_off`; of those that failed are `held`, since they go on by themselves;
    of those that run are `paused`, since something holds all that is next of them.
    """
    numbers = {
        "ready": statuses[JobStatus.COMPLETED],
        "running": statuses[JobStatus.RUNNING] - paused,
        "on hold": held + paused,
        "in line": statuses[JobStatus.QUEUED] - put_off,
        "put off": put_off,
        "failed": statuses[JobStatus.FAILED] - held,
        "cancelled": statuses[JobStatus.CANCELLED],
    }
    return ", ".join(f"{number} {word}" for word, number in numbers.items() if number)
