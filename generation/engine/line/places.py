"""Places in line, for all who look: a long line is read by each process once a second."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from generation.engine.line.order import Rules, read_line, rules_of
from generation.models import GenerationJob
from generation.states import JobStatus
from settings_app import store
from settings_app.schema import Values

_LONG = 500  # jobs: fewer are put in order in a millisecond or two
_TOLD_FOR_SECONDS = 1.0


@dataclass(frozen=True, kw_only=True)
class _Line:
    """All places as they were at one moment by the database's clock, and until when they are told."""

    places: Mapping[UUID, int]
    at: datetime
    rules: Rules
    until: float

    def tells_of(self, jobs: Iterable[GenerationJob]) -> bool:
        """Whether each of these has a place in it, or was there before and had none."""
        return all(job.pk in self.places or job.in_line_since < self.at for job in jobs)


_lately: list[_Line] = []  # the last long one


def places_in_line(jobs: Iterable[GenerationJob], values: Values | None = None) -> dict[UUID, int]:
    """Return the places, counted from 1, of those of these jobs that are in line.

    In a line of thousands they may be a second old. The settings are read where they are not given. Nothing
    is asked where none of the jobs is queued, or their time has not come.
    """
    waiting = [job for job in jobs if job.status == JobStatus.QUEUED and not job.is_put_off]
    if not waiting:
        return {}
    places = _line_that_tells_of(waiting, rules_of(values or store.read_all())).places
    return {job.pk: places[job.pk] for job in waiting if job.pk in places}


def forget_places() -> None:
    """Have this process look anew when it is next asked, once what is being done is committed."""
    transaction.on_commit(_lately.clear)


def _line_that_tells_of(jobs: Iterable[GenerationJob], rules: Rules) -> _Line:
    for known in _lately[:1]:
        if known.rules == rules and time.monotonic() < known.until and known.tells_of(jobs):
            return known
    until = time.monotonic() + _TOLD_FOR_SECONDS
    at, line = read_line(rules)
    read = _Line(
        places={job_id: place for place, job_id in enumerate(line, start=1)}, at=at, rules=rules, until=until
    )
    _lately[:] = [read] if len(line) > _LONG else []
    return read
