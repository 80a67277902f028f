"""How batches stand: by their jobs and tasks, read in a few queries however many there are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.db.models.functions import Least

from generation.engine.allowances.means import Means, means_of
from generation.engine.allowances.reasons import Reason
from generation.engine.standing.batch_counts import in_words, telling_status
from generation.engine.standing.on_hold import ON_HOLD, UNDER_WAY
from generation.engine.standing.progress import Progress
from generation.engine.standing.reach import Viewer
from generation.models import GenerationBatch, GenerationJob, GenerationTask
from generation.models.job import FAILED_BY_INCIDENT, PUT_OFF
from generation.pipeline import STAGES
from generation.states import JobStatus, TaskStatus
from settings_app import store
from settings_app.schema import Values

BatchAction = Literal["cancel", "resume"]
BATCH_ACTIONS: tuple[BatchAction, ...] = ("cancel", "resume")


@dataclass(frozen=True, kw_only=True)
class BatchStanding:
    """A batch as it is at one moment. `statuses` counts its jobs; those that were deleted count no more.

    `status` says whether anything of it may run, else the worst that became of a job; None where there is
    none any more. So many of its queued jobs are `put_off`, the first of them to `starts_later`; so many that
    run are `on_hold`, since something holds all that is next of them, and so many that failed are `stopped`,
    since they go on by themselves. `progress` counts the tasks of all. `actions` are the viewer's; `closed`
    says why nothing of it may be resumed that could be otherwise. While `is_barred`, generation is switched
    on for others than its owner, and nothing of it has a place in line.
    """

    batch: GenerationBatch
    statuses: Mapping[JobStatus, int]
    put_off: int
    starts_later: datetime | None
    on_hold: int
    stopped: int
    progress: Progress
    actions: tuple[BatchAction, ...]
    closed: Reason | None
    is_barred: bool

    @property
    def total(self) -> int:
        return sum(self.statuses.values())

    @property
    def status(self) -> JobStatus | None:
        return telling_status(self.statuses)


def batch_standing(batch: GenerationBatch, *, viewer: Viewer, values: Values | None = None) -> BatchStanding:
    """Return how one batch stands, and what the viewer may do with it as a whole."""
    return batch_standings([batch], viewer=viewer, values=values)[0]


def batch_standings(
    batches: Sequence[GenerationBatch], *, viewer: Viewer, values: Values | None = None
) -> list[BatchStanding]:
    """Return how these batches stand, in the given order. The settings are read where they are not given."""
    ids = [batch.pk for batch in batches]
    jobs, tasks = _jobs_of(ids), _tasks_of(ids)
    means = means_of([batch.owner_id for batch in batches], values or store.read_all())
    return [
        _standing(
            batch,
            jobs[batch.pk],
            tasks.get(batch.pk, _NO_TASKS),
            means[batch.owner_id],
            may_act=_may_act(batch, viewer),
        )
        for batch in batches
    ]


def jobs_of_batch(batch: GenerationBatch) -> QuerySet[GenerationJob]:
    """Return the jobs of the batch that are on record, in the order of its rows."""
    return GenerationJob.objects.filter(batch=batch).order_by("created_at", "pk")


@dataclass
class _Jobs:
    """Counted jobs of a batch."""

    statuses: dict[JobStatus, int] = field(default_factory=lambda: dict.fromkeys(JobStatus, 0))
    put_off: int = 0
    starts_later: datetime | None = None
    on_hold: int = 0
    stopped: int = 0


@dataclass(frozen=True, kw_only=True)
class _Tasks:
    total: int
    completed: int
    stages: int


_NO_TASKS = _Tasks(total=0, completed=0, stages=0)


def _jobs_of(ids: Sequence[UUID]) -> dict[UUID, _Jobs]:
    """Return how many jobs of each batch have which status, and what of them is put off."""
    found: dict[UUID, _Jobs] = defaultdict(_Jobs)
    counted = GenerationJob.objects.filter(batch__in=ids).order_by().values_list("batch", "status")
    numbers = counted.annotate(
        number=Count("pk"),
        later=Count("pk", filter=PUT_OFF),
        first=Min("scheduled_at", filter=PUT_OFF),
        on_hold=Count("pk", filter=ON_HOLD),
        stopped=Count("pk", filter=FAILED_BY_INCIDENT),
    )
    for batch_id, status, number, later, first, on_hold, stopped in numbers:
        jobs = found[batch_id]
        jobs.statuses[JobStatus(status)] = number
        jobs.put_off += later
        jobs.on_hold += on_hold
        jobs.stopped += stopped
        jobs.starts_later = first or jobs.starts_later
    return found


def _in_words(jobs: _Jobs) -> str:
    return in_words(jobs.statuses, put_off=jobs.put_off, stopped=jobs.stopped, on_hold=jobs.on_hold)


def _tasks_of(ids: Sequence[UUID]) -> dict[UUID, _Tasks]:
    sums: dict[str, Any] = {
        "total": Count("pk"),
        "completed": Count("pk", filter=Q(status=TaskStatus.COMPLETED)),
        "stages": Sum(Least("stages_done", len(STAGES)), filter=Q(status__in=UNDER_WAY), default=0),
    }
    tasks = GenerationTask.objects.filter(job__batch__in=ids).order_by().values("job__batch").annotate(**sums)
    rows = tasks.values_list("job__batch", *sums)
    return {batch_id: _Tasks(**dict(zip(sums, counted, strict=True))) for batch_id, *counted in rows}


def _progress(jobs: _Jobs, tasks: _Tasks) -> Progress:
    """Return the progress of all jobs together; as of one job, stages count, and only the last fills it."""
    stages = len(STAGES) * tasks.completed + tasks.stages
    share = round(100 * stages / (len(STAGES) * tasks.total)) if tasks.total else 0
    is_done = tasks.total > 0 and tasks.completed == tasks.total
    return Progress(
        completed=tasks.completed,
        total=tasks.total,
        percent=100 if is_done else min(99, share),
        message=_in_words(jobs) or "None of its jobs is on record any more",
    )


def _standing(
    batch: GenerationBatch, jobs: _Jobs, tasks: _Tasks, means: Means, *, may_act: bool
) -> BatchStanding:
    resumable = jobs.statuses[JobStatus.FAILED] + jobs.statuses[JobStatus.CANCELLED]
    closed = means.why_not(1) if resumable else None  # each of them has one part to write, or more
    return BatchStanding(
        batch=batch,
        statuses=jobs.statuses,
        put_off=jobs.put_off,
        starts_later=jobs.starts_later,
        on_hold=jobs.on_hold,
        stopped=jobs.stopped,
        progress=_progress(jobs, tasks),
        actions=_actions(jobs.statuses, may_resume=not closed) if may_act else (),
        closed=closed,
        is_barred=not means.is_named,
    )


def _actions(jobs: Mapping[JobStatus, int], *, may_resume: bool) -> tuple[BatchAction, ...]:
    allowed = {
        "cancel": jobs[JobStatus.QUEUED] + jobs[JobStatus.RUNNING],
        "resume": may_resume and jobs[JobStatus.FAILED] + jobs[JobStatus.CANCELLED],
    }
    return tuple(action for action in BATCH_ACTIONS if allowed[action])


def _may_act(batch: GenerationBatch, viewer: Viewer) -> bool:
    return viewer.operates or viewer.user_id == batch.owner_id
