"""When a job in line begins, and when it is wanted: moved while it has not begun."""

from datetime import datetime
from typing import Any, TypedDict, Unpack

import structlog
from django.db import transaction

from generation.blueprints import get_blueprint
from generation.engine.line.places import forget_places
from generation.engine.line.ranks import rank
from generation.engine.running.dispatch import admit_jobs
from generation.engine.verbs.moments import wrong_with_deadline
from generation.errors import InvalidRequestError, NotAllowedError
from generation.models import GenerationJob
from generation.models.moves import LockedJob, locked_job
from generation.states import JobStatus, Priority
from settings_app import store
from settings_app.schema import Values

log = structlog.get_logger(__name__)


class Moments(TypedDict, total=False):
    """What is changed; what is not named stays. No `scheduled_at` is now, no `deadline` is none."""

    scheduled_at: datetime | None
    deadline: datetime | None


def move_in_time(job: GenerationJob, **moments: Unpack[Moments]) -> GenerationJob:
    """Give a job in line other moments; its score follows from its deadline.

    One that was put off and comes now has waited since now. Raises NotAllowedError once it is not in line,
    InvalidRequestError where the deadline would be before the start.
    """
    with locked_job(job.pk) as locked:
        if locked.job.status != JobStatus.QUEUED:
            raise NotAllowedError(
                "not_in_line", f"This job is {locked.job.status}; only jobs in line are put off or moved up."
            )
        write_moments(locked, moments, store.read_all())
        look_at_the_line_anew()
    log.info("A job was moved in time", job=str(job.pk))
    return locked.job


def write_moments(locked: LockedJob, moments: Moments, values: Values) -> None:
    """Write other moments of a job in line, and that it was moved.

    Raises InvalidRequestError where the deadline would be before the start.
    """
    fields = _as_stored(locked, moments)
    starts = fields.get("scheduled_at", locked.job.scheduled_at)
    ends = fields.get("deadline", locked.job.deadline)
    if wrong := wrong_with_deadline(ends, scheduled_at=starts):
        raise InvalidRequestError({"deadline": wrong})
    locked.write(**fields, **(_rank(locked.job, ends, values) if "deadline" in fields else {}))
    locked.record("job_moved", **_told(locked, fields))


def would_move(locked: LockedJob, moments: Moments) -> bool:
    """Whether these moments are others than those of the job."""
    fields = _as_stored(locked, moments)
    return any(getattr(locked.job, name) != moment for name, moment in fields.items())


def look_at_the_line_anew() -> None:
    """Tell other places, and let in who may begin, once what is being done is committed."""
    forget_places()
    transaction.on_commit(admit_jobs, robust=True)


def _as_stored(locked: LockedJob, moments: Moments) -> Moments:
    """Return the fields to write: a job that was put off and is to begin at once has come into line now."""
    fields, before = moments.copy(), locked.job.scheduled_at
    if before and "scheduled_at" in fields and fields["scheduled_at"] is None:
        fields["scheduled_at"] = min(before, locked.now)
    return fields


def _told(locked: LockedJob, fields: Moments) -> dict[str, Any]:
    """Return what the event says: the moments, and whether one of them puts the job off."""
    told: dict[str, Any] = {}
    if "deadline" in fields:
        told["deadline"] = _written(fields["deadline"])
    if "scheduled_at" in fields:
        at = fields["scheduled_at"]
        told |= {"scheduled_at": _written(at), "put_off": at is not None and at > locked.now}
    return told


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _rank(job: GenerationJob, deadline: datetime | None, values: Values) -> dict[str, Any]:
    given = Priority(job.priority) if job.priority_given else None
    return rank(job.owner, get_blueprint(job.blueprint), job.inputs, given, deadline, values)
