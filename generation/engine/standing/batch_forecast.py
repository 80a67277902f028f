"""When what is open of a batch should begin and end, read in a few queries however many runs it has."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from generation.engine.standing.batch_open import BatchOpen
from generation.engine.standing.forecast import Durations, estimate_completion, estimate_length
from generation.engine.standing.waits import TELLING, expected_starts, usual_seconds
from generation.models import GenerationBatch, GenerationJob, GenerationTask

_Starts = Mapping[UUID, datetime]


@dataclass(frozen=True, kw_only=True)
class BatchForecast:
    """When the first run of a batch should begin, and the last be done; None where nobody can tell.

    Where something runs already `starts` is None, too. What is put off begins at its own time.
    """

    starts: datetime | None = None
    ends: datetime | None = None


def forecast_batch(batch: GenerationBatch, found: BatchOpen) -> BatchForecast:
    """Return what is to be expected of what is open of it; nothing where nothing is."""
    if not (found.running or found.in_line or found.without_place or found.put_off):
        return BatchForecast()
    usual = usual_seconds({batch.blueprint}, found.values)
    starts = _starts(found, usual)
    return BatchForecast(starts=_first(found, starts), ends=_last(found, starts, usual[batch.blueprint]))


def _starts(found: BatchOpen, usual: Mapping[str, Durations]) -> _Starts:
    """Return when the first and the last of those that have not begun should."""
    starts = {job.pk: job.in_line_since for job in found.put_off}
    asked = {job.pk: found.places[job.pk] for job in (*found.in_line[:1], *found.in_line[-1:])}
    if not found.shut:
        starts |= expected_starts(asked, found.values, found.now, usual=usual)
    return starts


def _first(found: BatchOpen, starts: _Starts) -> datetime | None:
    if found.running or found.without_place:
        return None
    first, *_ = (*found.in_line, *found.put_off)
    return starts.get(first.pk)


def _last(found: BatchOpen, starts: _Starts, usual: Durations) -> datetime | None:
    if found.without_place:
        return None
    to_begin = [*found.in_line[-1:], *found.put_off[-1:]]
    tasks = _tasks_of([*found.running, *to_begin])
    ends = [estimate_completion(job, tasks[job.pk], found.now, usual=usual) for job in found.running]
    for job in to_begin:
        start, takes = starts.get(job.pk), estimate_length(job, tasks[job.pk], usual=usual)
        ends.append(start + takes if start and takes else None)
    return None if None in ends else max(filter(None, ends))


def _tasks_of(jobs: Sequence[GenerationJob]) -> dict[UUID, list[GenerationTask]]:
    tasks: dict[UUID, list[GenerationTask]] = defaultdict(list)
    for task in GenerationTask.objects.filter(job__in=jobs).only(*TELLING):
        tasks[task.job_id].append(task)
    return tasks
