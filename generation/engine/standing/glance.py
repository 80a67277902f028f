"""How jobs stand at a glance: enough for the corner of every page, and read at a small price.

A standing says more, and adds up what every attempt used and how long others took.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from generation.engine.line.places import places_in_line
from generation.engine.standing.actions import allowed_actions
from generation.engine.standing.progress import Progress, current_tasks, measure_progress
from generation.models import GenerationJob, GenerationTask

_SEEN = (
    *("job", "position", "key", "name", "needs", "status", "stages_done", "hold"),
    *("started_at", "next_attempt_at", "completed_at"),
)


@dataclass(frozen=True, kw_only=True)
class Glance:
    """A job and its tasks in order, loaded with what a glance shows. `queue_position` counts from 1."""

    job: GenerationJob
    tasks: tuple[GenerationTask, ...]
    progress: Progress
    current_tasks: tuple[str, ...]
    queue_position: int | None
    owner_may_cancel: bool


def glances(jobs: Sequence[GenerationJob], *, places: Mapping[UUID, int] | None = None) -> list[Glance]:
    """Return how these jobs stand, in the given order, in at most three queries.

    Two of them ask for the places in line, where those are not given.
    """
    tasks = _tasks_of(jobs)
    places = places_in_line(jobs) if places is None else places
    return [_glance(job, tasks[job.pk], places.get(job.pk)) for job in jobs]


def _glance(job: GenerationJob, tasks: list[GenerationTask], place: int | None) -> Glance:
    return Glance(
        job=job,
        tasks=tuple(tasks),
        progress=measure_progress(job, tasks),
        current_tasks=tuple(task.key for task in current_tasks(tasks)),
        queue_position=place,
        owner_may_cancel="cancel" in allowed_actions(job, tasks, another_open=False),
    )


def _tasks_of(jobs: Sequence[GenerationJob]) -> dict[UUID, list[GenerationTask]]:
    tasks: dict[UUID, list[GenerationTask]] = defaultdict(list)
    for task in GenerationTask.objects.filter(job__in=jobs).only(*_SEEN).order_by("position"):
        tasks[task.job_id].append(task)
    return tasks
