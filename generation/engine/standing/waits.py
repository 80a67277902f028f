"""When a job in line is likely to begin, judged by when what runs should end.

Where much runs, that is read by each process once a second, for all who look.
"""

import time
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import mean
from uuid import UUID

from generation.app_settings import GENERATION_ENABLED, MAX_CONCURRENT_JOBS
from generation.engine.standing.forecast import Durations, estimate_completion
from generation.engine.writers.choice import Writer, cast_of
from generation.engine.writers.pace import usual_paces
from generation.models import GenerationJob, GenerationTask
from generation.states import JobStatus, Role
from settings_app.schema import Values

TELLING = (
    "job",
    "key",
    "status",
    "hold",
    "started_at",
    "completed_at",
    "last_attempt_at",
    "next_attempt_at",
)
"""What of a task its end is judged by."""

_MANY = 20  # runs: the parts of fewer are read in a millisecond or two
_MOST_FORECAST = 100  # those that began first and so end first; of the others nobody asks when they end
_TOLD_FOR_SECONDS = 1.0


@dataclass(frozen=True, kw_only=True)
class RunEnd:
    """When a run began, and when it should end: None while nobody can tell."""

    began: datetime
    ends: datetime | None


@dataclass(frozen=True, kw_only=True)
class _Runs:
    """When all runs should end, at the pace of this cast, and until when that is told."""

    ends: Sequence[RunEnd]
    cast: Mapping[Role, Writer]
    until: float


_lately: list[_Runs] = []  # the last many


def expected_starts(
    places: Mapping[UUID, int], values: Values, now: datetime, *, usual: Mapping[str, Durations]
) -> dict[UUID, datetime]:
    """Return when the jobs at these places should begin; those of which nobody can tell are missing.

    `usual` is what tasks took in earlier runs, by blueprint, as far as it has been asked already. Nothing is
    asked where there are no places, or nothing is let in.
    """
    if not places or not values[GENERATION_ENABLED] or not values[MAX_CONCURRENT_JOBS]:
        return {}
    runs = _runs(values, now, usual)
    starts = {
        job_id: expect_start(place, runs, slots=values[MAX_CONCURRENT_JOBS], now=now)
        for job_id, place in places.items()
    }
    return {job_id: start for job_id, start in starts.items() if start}


def expect_start(place: int, runs: Sequence[RunEnd], *, slots: int, now: datetime) -> datetime | None:
    """Return when the place should come to its turn; None where nobody can tell.

    Free slots are there at once, taken ones when their runs end. Each is then held for as long as these runs
    hold theirs; so long counts for a run, too, of which nobody knows when it ends.
    """
    known = [(run.ends - run.began).total_seconds() for run in runs if run.ends]
    if runs and not known:
        return None
    usual = timedelta(seconds=mean(known)) if known else timedelta()
    ends = sorted(max(now, run.ends or run.began + usual) for run in runs)
    surplus = max(0, len(ends) - slots)  # they ran before the limit was lowered, and leave no slot
    free_at = [now] * max(0, slots - len(ends)) + ends[surplus:]
    round_number, slot = divmod(place - 1, slots)
    if round_number and not usual:
        return None
    return free_at[slot] + round_number * usual


def usual_seconds(blueprints: Collection[str], values: Values) -> dict[str, Durations]:
    """Return by blueprint what tasks took in earlier runs; nothing is asked where none is wanted."""
    paces = usual_paces(blueprints, cast_of(values)) if blueprints else {}
    return {
        blueprint: {key: task.seconds for key, task in pace.tasks.items()}
        for blueprint, pace in paces.items()
    }


def _runs(values: Values, now: datetime, usual: Mapping[str, Durations]) -> Sequence[RunEnd]:
    cast = cast_of(values)
    for known in _lately[:1]:
        if known.cast == cast and time.monotonic() < known.until:
            return known.ends
    until = time.monotonic() + _TOLD_FOR_SECONDS
    ends = _running(values, now, usual)
    _lately[:] = [_Runs(ends=ends, cast=cast, until=until)] if len(ends) > _MANY else []
    return ends


def _running(values: Values, now: datetime, usual: Mapping[str, Durations]) -> list[RunEnd]:
    jobs = GenerationJob.objects.filter(status=JobStatus.RUNNING).order_by("started_at")
    running = list(jobs.only("blueprint", "status", "lanes", "only_task", "started_at"))
    others = [RunEnd(began=job.started_at or now, ends=None) for job in running[_MOST_FORECAST:]]
    return [*_forecast(running[:_MOST_FORECAST], values, now, usual), *others]


def _forecast(
    running: Sequence[GenerationJob], values: Values, now: datetime, usual: Mapping[str, Durations]
) -> list[RunEnd]:
    tasks: dict[UUID, list[GenerationTask]] = defaultdict(list)
    for task in GenerationTask.objects.filter(job__in=running).only(*TELLING):
        tasks[task.job_id].append(task)
    usual = {**usual, **usual_seconds({job.blueprint for job in running} - usual.keys(), values)}
    return [
        RunEnd(
            began=job.started_at or now,
            ends=estimate_completion(job, tasks[job.pk], now, usual=usual[job.blueprint]),
        )
        for job in running
    ]
