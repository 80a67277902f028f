"""A batch as the corner of a page follows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from generation.engine.standing.batch_counts import telling_status
from generation.states import OPEN_JOB, JobStatus


@dataclass(frozen=True, kw_only=True)
class BatchInSight:
    """A batch that is followed: how many of its jobs have which status, also of those that are out of sight.

    `run` names it as it was last put in line. So many of its queued jobs are `put_off`; so many that run are
    `on_hold`, since something holds all that is next of them; and `stopped` of the failed ones go on by
    themselves.
    """

    pk: UUID
    name: str
    run: str
    statuses: Mapping[JobStatus, int]
    put_off: int
    on_hold: int
    stopped: int

    @property
    def jobs(self) -> int:
        return sum(self.statuses.values())

    @property
    def ready(self) -> int:
        return self.statuses[JobStatus.COMPLETED]

    @property
    def failed(self) -> int:
        """How many need somebody to go on."""
        return self.statuses[JobStatus.FAILED] - self.stopped

    @property
    def status(self) -> JobStatus | None:
        return telling_status(self.statuses)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_JOB


def batch_in_sight(found: Mapping[str, Any]) -> BatchInSight:
    """Return the batch as the database found it, which writes an id as text and leaves out what is none."""
    statuses = {status: found["statuses"].get(status, 0) for status in JobStatus}
    return BatchInSight(**{**found, "pk": UUID(found["pk"]), "statuses": statuses})
