"""When what is open of a batch should begin and end, read in a few queries however many runs it has."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from generation.engine.gate.admission import why_nobody_is_let_in
from generation.engine.line.places import places_in_line
from generation.engine.standing.forecast import Durations, estimate_completion, estimate_length
from generation.engine.standing.waits import TELLING, expected_starts, usual_seconds
from generation.models import GenerationBatch, GenerationJob, GenerationTask
from generation.states import OPEN_JOB, JobStatus
from settings_app import store
from settings_app.schema import Values

_Starts = Mapping[UUID, datetime]

_SEEN = ("batch", "status", "lanes", "only_task", "queued_at", "scheduled_at")


@dataclass(frozen=True, kw_only=True)
class BatchForecast:
    """When the first run of a batch should begin, and the last be done; None where nobody can tell.

    Where something runs already `starts` is None, too. What is put off begins at its own time.
    """

    starts: datetime | None = None
    ends: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class _Open:
    """What is open of a batch: what runs, what is in line by its places, what waits for its owner's other
    runs or for staff and so has no place, and what is put off by its time.
    """

    running: Sequence[GenerationJob]
    in_line: Sequence[GenerationJob]
    without_place: Sequence[GenerationJob]
    put_off: Sequence[GenerationJob]
    places: Mapping[UUID, int]


def forecast_batch(batch: GenerationBatch) -> BatchForecast:
    """Return what is to be expected of what is open of it; nothing where nothing is."""
    jobs = list(batch.jobs.filter(status__in=OPEN_JOB).only(*_SEEN))
    if not jobs:
        return BatchForecast()
    values, now = store.read_all(), timezone.now()
    found, usual = _sorted(jobs, values, now), usual_seconds({batch.blueprint}, values)
    starts = _starts(found, values, now, usual)
    return BatchForecast(starts=_first(found, starts), ends=_last(found, starts, now, usual[batch.blueprint]))


def _sorted(jobs: Sequence[GenerationJob], values: Values, now: datetime) -> _Open:
    put_off = [job for job in jobs if job.is_put_off_at(now)]
    waiting = [job for job in jobs if job.status == JobStatus.QUEUED and not job.is_put_off_at(now)]
    places = places_in_line(waiting, values)
    return _Open(
        running=[job for job in jobs if job.status == JobStatus.RUNNING],
        in_line=sorted((job for job in waiting if job.pk in places), key=lambda job: places[job.pk]),
        without_place=[job for job in waiting if job.pk not in places],
        put_off=sorted(put_off, key=lambda job: job.in_line_since),
        places=places,
    )


def _starts(found: _Open, values: Values, now: datetime, usual: Mapping[str, Durations]) -> _Starts:
    """Return when the first and the last of those that have not begun should."""
    starts = {job.pk: job.in_line_since for job in found.put_off}
    asked = {job.pk: found.places[job.pk] for job in (*found.in_line[:1], *found.in_line[-1:])}
    if asked and not why_nobody_is_let_in(values):
        starts |= expected_starts(asked, values, now, usual=usual)
    return starts


def _first(found: _Open, starts: _Starts) -> datetime | None:
    if found.running or found.without_place:
        return None
    first, *_ = (*found.in_line, *found.put_off)
    return starts.get(first.pk)


def _last(found: _Open, starts: _Starts, now: datetime, usual: Durations) -> datetime | None:
    if found.without_place:
        return None
    to_begin = [*found.in_line[-1:], *found.put_off[-1:]]
    tasks = _tasks_of([*found.running, *to_begin])
    ends = [estimate_completion(job, tasks[job.pk], now, usual=usual) for job in found.running]
    for job in to_begin:
        start, takes = starts.get(job.pk), estimate_length(job, tasks[job.pk], usual=usual)
        ends.append(start + takes if start and takes else None)
    return None if None in ends else max(filter(None, ends))


def _tasks_of(jobs: Sequence[GenerationJob]) -> dict[UUID, list[GenerationTask]]:
    tasks: dict[UUID, list[GenerationTask]] = defaultdict(list)
    for task in GenerationTask.objects.filter(job__in=jobs).only(*TELLING):
        tasks[task.job_id].append(task)
    return tasks
