"""What is open of a batch, and what the house has to do with it: read once for all that is told of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from generation.engine.gate.admission import why_nobody_is_let_in
from generation.engine.gate.holds import Hold
from generation.engine.line.places import places_in_line
from generation.engine.standing.batches import BatchStanding
from generation.models import GenerationJob
from generation.states import OPEN_JOB, JobStatus
from settings_app.schema import Values

_SEEN = ("owner", "batch", "status", "lanes", "only_task", "queued_at", "scheduled_at")


@dataclass(frozen=True, kw_only=True)
class BatchOpen:
    """What is open of a batch at one moment: what runs, what is in line by its places, what waits for its
    owner's other runs or for staff and so has no place, and what is put off by its time.

    `shut` is what keeps everybody in line from beginning; nobody asks where nothing of it waits for that.
    """

    now: datetime
    values: Values
    running: Sequence[GenerationJob]
    in_line: Sequence[GenerationJob]
    without_place: Sequence[GenerationJob]
    put_off: Sequence[GenerationJob]
    places: Mapping[UUID, int]
    shut: Hold | None


def read_open(standing: BatchStanding, values: Values) -> BatchOpen:
    """Return what is open of the batch that stands so, by these settings.

    It takes three queries at most, two more where generation is switched on for some only, and one more
    where a month has a budget.
    """
    jobs = list(standing.batch.jobs.filter(status__in=OPEN_JOB).only(*_SEEN))
    now = timezone.now()
    put_off = [job for job in jobs if job.is_put_off_at(now)]
    waiting = [job for job in jobs if job.status == JobStatus.QUEUED and not job.is_put_off_at(now)]
    places, is_shut_out = places_in_line(waiting, values), waiting or (standing.stopped and not put_off)
    return BatchOpen(
        now=now,
        values=values,
        running=[job for job in jobs if job.status == JobStatus.RUNNING],
        in_line=sorted((job for job in waiting if job.pk in places), key=lambda job: places[job.pk]),
        without_place=[job for job in waiting if job.pk not in places],
        put_off=sorted(put_off, key=lambda job: job.in_line_since),
        places=places,
        shut=why_nobody_is_let_in(values) if is_shut_out else None,
    )
