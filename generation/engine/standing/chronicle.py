"""A job's course as it is remembered: its log, what was regenerated, and what was picked up."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Max

from generation.models import GenerationJob, GenerationTask, JobEvent
from generation.states import TaskStatus

_LINES = 60

_ADMITTED, _RESET, _REGENERATED = "job_admitted", "job_reset", "task_regenerated"
_RESUMED = ("job_resumed", "task_tried_again")
_PICKED_UP = ("task_lost", "task_released")


@dataclass(frozen=True, kw_only=True)
class Chronicle:
    """What happened to a job: the latest `events`, oldest first, of one task where it was asked about one.

    `rewrites` says how often everything that was finished ("") or one finished task (its key) was
    regenerated; `picked_up` the task, still unfinished, that another worker took over in this run, or "".
    """

    events: tuple[JobEvent, ...]
    rewrites: Mapping[str, int]
    picked_up: str


@dataclass(frozen=True, kw_only=True)
class Course:
    """How a job came to be what it is, in numbers.

    `resumed` and `regenerated_whole` say how often that was done to it, `regenerated_parts` how many of its
    parts were regenerated alone.
    """

    resumed: int
    regenerated_whole: int
    regenerated_parts: int


def read_courses(jobs: Collection[GenerationJob]) -> dict[UUID, Course]:
    """Return the course of each of these jobs, in one query."""
    kinds = (*_RESUMED, _RESET, _REGENERATED)
    events = JobEvent.objects.filter(job__in=jobs, kind__in=kinds).exclude(kind=_RESET, data__anew=[])
    rows = (
        events.order_by().values_list("job", "kind").annotate(Count("pk"), Count("task_key", distinct=True))
    )
    found = {(job_id, kind): (times, tasks) for job_id, kind, times, tasks in rows}
    never = (0, 0)
    return {
        job.pk: Course(
            resumed=sum(found.get((job.pk, kind), never)[0] for kind in _RESUMED),
            regenerated_whole=found.get((job.pk, _RESET), never)[0],
            regenerated_parts=found.get((job.pk, _REGENERATED), never)[1],
        )
        for job in jobs
    }


def read_chronicle(
    job: GenerationJob, tasks: Sequence[GenerationTask], *, task_key: str | None = None
) -> Chronicle:
    """Return the chronicle; with a `task_key` its events are those of that task and of the job as a whole."""
    events = JobEvent.objects.filter(job=job)
    shown = events if task_key is None else events.filter(task_key__in=["", task_key])
    milestones = _milestones(job)
    return Chronicle(
        events=tuple(reversed(shown.order_by("-seq")[:_LINES])),
        rewrites={
            key: count for (kind, key), (count, _) in milestones.items() if kind in (_RESET, _REGENERATED)
        },
        picked_up=_picked_up(milestones, {task.key for task in tasks if task.status != TaskStatus.COMPLETED}),
    )


Milestones = Mapping[tuple[str, str], tuple[int, int]]  # kind and task: how often, and the last one's seq


def _milestones(job: GenerationJob) -> Milestones:
    kinds = (_ADMITTED, _RESET, _REGENERATED, *_PICKED_UP)
    events = JobEvent.objects.filter(job=job, kind__in=kinds).exclude(kind=_RESET, data__anew=[])
    rows = events.order_by().values_list("kind", "task_key").annotate(Count("pk"), Max("seq"))
    return {(kind, key): (count, seq) for kind, key, count, seq in rows}


def _picked_up(milestones: Milestones, unfinished: set[str]) -> str:
    """Return the unfinished task that was given back last since the job was last admitted."""
    _, admitted = milestones.get((_ADMITTED, ""), (0, 0))
    since = [
        (seq, key)
        for (kind, key), (_, seq) in milestones.items()
        if kind in _PICKED_UP and seq > admitted and key in unfinished
    ]
    return max(since)[1] if since else ""
