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


def in_words(statuses: Mapping[JobStatus, int], *, put_off: int, on_hold: int, stopped: int) -> str:
    """Return how many jobs are how far: "12 ready, 5 running, 13 in line".

    So many of those queued are `put_off`; of those that run are `on_hold`, since something holds all that is
    next of them; of those that failed are `stopped`, since they go on by themselves.
    """
    numbers = {
        "ready": statuses[JobStatus.COMPLETED],
        "running": statuses[JobStatus.RUNNING] - on_hold,
        "on hold": on_hold + stopped,
        "in line": statuses[JobStatus.QUEUED] - put_off,
        "put off": put_off,
        "failed": statuses[JobStatus.FAILED] - stopped,
        "cancelled": statuses[JobStatus.CANCELLED],
    }
    return ", ".join(f"{number} {word}" for word, number in numbers.items() if number)
