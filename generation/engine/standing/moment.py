"""What is read of many jobs together, so that each of them can be told of without a query of its own."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from generation.engine.allowances.means import Means, means_of
from generation.engine.content.last_job import with_another_open
from generation.engine.gate.admission import why_nobody_is_let_in
from generation.engine.gate.holds import Hold
from generation.engine.gate.turns import turns_of
from generation.engine.line.places import places_in_line
from generation.engine.standing.forecast import Durations
from generation.engine.standing.used import Used, used_by_jobs
from generation.engine.standing.waits import expected_starts, usual_seconds
from generation.models import GenerationJob, GenerationTask
from generation.states import JobStatus
from settings_app import store
from settings_app.schema import Values


@dataclass(frozen=True, kw_only=True)
class Moment:
    """What was read of all the jobs together, at one moment.

    `barred` are the owners for whom nothing may begin, `with_rivals` the jobs whose kind has another that is
    open; `shut` is what keeps everybody in line from beginning.
    """

    now: datetime
    values: Values
    tasks: Mapping[UUID, list[GenerationTask]]
    usage: Mapping[UUID, Used]
    means: Mapping[int, Means]
    barred: Collection[int]
    places: Mapping[UUID, int]
    starts: Mapping[UUID, datetime]
    with_rivals: Collection[UUID]
    usual: Mapping[str, Durations]
    turns: Mapping[UUID, int]
    shut: Hold | None


def read_moment(jobs: Sequence[GenerationJob]) -> Moment:
    """Return what there is to know of these jobs besides themselves, in a fixed number of queries."""
    values, now, tasks = store.read_all(), timezone.now(), _tasks_of([job.pk for job in jobs])
    means, places = means_of([job.owner_id for job in jobs], values), places_in_line(jobs, values)
    usual = usual_seconds({job.blueprint for job in jobs if job.status == JobStatus.RUNNING}, values)
    shut = why_nobody_is_let_in(values) if any(job.status == JobStatus.QUEUED for job in jobs) else None
    return Moment(
        now=now,
        values=values,
        tasks=tasks,
        usage=used_by_jobs([job.pk for job in jobs if job.epoch]),
        means=means,
        barred=frozenset(pk for pk, theirs in means.items() if not theirs.is_named),
        places=places,
        starts=expected_starts({} if shut else places, values, now, usual=usual),
        with_rivals=with_another_open(jobs),
        usual=usual,
        turns=turns_of(task for of_job in tasks.values() for task in of_job),
        shut=shut,
    )


def _tasks_of(ids: Iterable[UUID]) -> dict[UUID, list[GenerationTask]]:
    tasks: dict[UUID, list[GenerationTask]] = defaultdict(list)
    for task in GenerationTask.objects.filter(job__in=ids).defer("kept", "complaints").order_by("position"):
        tasks[task.job_id].append(task)
    return tasks
