"""How jobs stand: everything a caller is told about them, read in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.utils import timezone

from generation.app_settings import MAX_RETRY_ATTEMPTS, PRIORITY_BOOST
from generation.engine.allowances.means import Means, means_of
from generation.engine.allowances.reasons import Reason
from generation.engine.gate.admission import why_nobody_is_let_in
from generation.engine.gate.holds import Hold, hold_of
from generation.engine.gate.turns import turns_of
from generation.engine.line.places import places_in_line
from generation.engine.standing.actions import Action, allowed_actions, operators_only, refused_actions
from generation.engine.standing.forecast import estimate_completion
from generation.engine.standing.progress import Progress, current_tasks, measure_progress
from generation.engine.standing.reach import Viewer
from generation.engine.standing.used import Used, used_by_jobs
from generation.engine.standing.waits import expected_starts, usual_seconds
from generation.models import GenerationJob, GenerationTask
from generation.states import OPEN_JOB, JobStatus, TaskStatus
from settings_app import store
from settings_app.schema import Values


@dataclass(frozen=True, kw_only=True)
class TaskStanding:
    """A task, and what follows for it from the settings and the time; `seconds` is None before it began.

    `turn` is its turn at a provider's gate; None where it does not wait there.
    """

    task: GenerationTask
    max_attempts: int
    seconds: float | None
    turn: int | None = None


@dataclass(frozen=True, kw_only=True)
class JobStanding:
    """A job as it is at one moment. `queue_position` counts from 1 and is None unless the job is in line.

    `expected_start` is when a queued job should begin: None where nobody can tell.
    `actions` are the viewer's, without those `operators_only` where the viewer is none. `refused` are those
    that its state allows, and that would be refused all the same for what its owner lacks.
    """

    job: GenerationJob
    tasks: tuple[TaskStanding, ...]
    progress: Progress
    current_tasks: tuple[str, ...]
    queue_position: int | None
    expected_start: datetime | None
    hold: Hold | None
    estimated_completion: datetime | None
    usage: Used
    actions: tuple[Action, ...]
    refused: Mapping[Action, Reason]
    operators_only: frozenset[Action]


def jobs_to_show() -> QuerySet[GenerationJob]:
    """Return all jobs, loaded to be shown: instead of a brief, whether it is still the funnel's.

    That is `brief_differs`. Two briefs of many kilobytes would be read to say one word.
    """
    same = Q(brief=F("funnel__brief"), language=F("funnel__language"))
    jobs = GenerationJob.objects.select_related("funnel").defer("brief", "inputs", "funnel__brief")
    return jobs.annotate(brief_differs=ExpressionWrapper(~same, output_field=BooleanField()))


def standing(job: GenerationJob, *, viewer: Viewer) -> JobStanding:
    """Return how one job stands, and what the viewer may do."""
    return standings([job], viewer=viewer)[0]


def standings(jobs: Sequence[GenerationJob], *, viewer: Viewer) -> list[JobStanding]:
    """Return how these jobs stand, in the given order. Have their funnels loaded with them."""
    return [seen_by(found, viewer) for found in _standings(jobs)]


def seen_by(standing: JobStanding, viewer: Viewer) -> JobStanding:
    """Return the standing, as an operator sees it, with only those actions that are the viewer's too."""
    if viewer.operates:
        return standing
    if viewer.user_id != standing.job.funnel.owner_id:
        return replace(standing, actions=())
    actions = tuple(name for name in standing.actions if name not in standing.operators_only)
    return replace(standing, actions=actions)


def _standings(jobs: Sequence[GenerationJob]) -> list[JobStanding]:
    """Return how these jobs stand, each with all that an operator may do."""
    ids, values, now = [job.pk for job in jobs], store.read_all(), timezone.now()
    tasks, usage = _tasks_of(ids), used_by_jobs([job.pk for job in jobs if job.epoch])
    means = means_of([job.owner_id for job in jobs], values)
    barred = frozenset(pk for pk, theirs in means.items() if not theirs.is_named)
    places, rivals = places_in_line(jobs, values), _open_kinds(jobs)
    usual = usual_seconds({job.blueprint for job in jobs if job.status == JobStatus.RUNNING}, values)
    turns = turns_of(task for of_job in tasks.values() for task in of_job)
    of_all = why_nobody_is_let_in(values) if any(job.status == JobStatus.QUEUED for job in jobs) else None
    starts = expected_starts({} if of_all else places, values, now, usual=usual)
    return [
        JobStanding(
            job=job,
            tasks=tuple(
                _task_standing(task, values[MAX_RETRY_ATTEMPTS], now, turns.get(task.pk))
                for task in tasks[job.pk]
            ),
            progress=measure_progress(job, tasks[job.pk]),
            current_tasks=tuple(task.key for task in current_tasks(tasks[job.pk])),
            queue_position=places.get(job.pk),
            expected_start=starts.get(job.pk) or _put_off_to(job, now),
            hold=hold_of(
                job,
                tasks[job.pk],
                place=places.get(job.pk),
                barred=barred,
                turns=turns,
                values=values,
                of_all=of_all,
            ),
            estimated_completion=estimate_completion(job, tasks[job.pk], now, usual=usual.get(job.blueprint)),
            usage=usage.get(job.pk, Used()),
            **_offers(
                job,
                tasks[job.pk],
                means[job.owner_id],
                values,
                another_open=not job.is_open and _kind(job) in rivals,
            ),
        )
        for job in jobs
    ]


def _offers(
    job: GenerationJob,
    tasks: Sequence[GenerationTask],
    means: Means,
    values: Values,
    *,
    another_open: bool,
) -> dict[str, Any]:
    """Return what may be done with the job, and what may not though its state allows it."""
    allowed = allowed_actions(job, tasks, another_open=another_open)
    refused = refused_actions(job, tasks, allowed, means)
    return {
        "actions": tuple(action for action in allowed if action not in refused),
        "refused": refused,
        "operators_only": operators_only(job, means, priority_boost=values[PRIORITY_BOOST]),
    }


def _put_off_to(job: GenerationJob, now: datetime) -> datetime | None:
    is_put_off = job.status == JobStatus.QUEUED and job.scheduled_at and job.scheduled_at > now
    return job.scheduled_at if is_put_off else None


def seconds_of(task: GenerationTask, now: datetime) -> float | None:
    """Return how long the task has taken, its waits included; None before it began or was given back."""
    if task.started_at is None or task.status == TaskStatus.PENDING:
        return None
    end = task.updated_at if task.status == TaskStatus.FAILED else task.completed_at or now
    return round((end - task.started_at).total_seconds(), 1)


def _tasks_of(ids: Iterable[UUID]) -> dict[UUID, list[GenerationTask]]:
    tasks: dict[UUID, list[GenerationTask]] = defaultdict(list)
    for task in GenerationTask.objects.filter(job__in=ids).defer("kept", "complaints").order_by("position"):
        tasks[task.job_id].append(task)
    return tasks


def _open_kinds(jobs: Iterable[GenerationJob]) -> set[tuple[UUID, str, str]]:
    """Return the kinds (funnel, blueprint, subject) of the ended jobs that have an open one too."""
    funnels = {job.funnel_id for job in jobs if not job.is_open}
    if not funnels:
        return set()
    open_jobs = GenerationJob.objects.filter(funnel__in=funnels, status__in=OPEN_JOB)
    return set(open_jobs.values_list("funnel_id", "blueprint", "subject"))


def _kind(job: GenerationJob) -> tuple[UUID, str, str]:
    return job.funnel_id, job.blueprint, job.subject


def _task_standing(task: GenerationTask, max_attempts: int, now: datetime, turn: int | None) -> TaskStanding:
    most = max(max_attempts, task.attempt_count)  # the setting may have been lowered meanwhile
    return TaskStanding(task=task, max_attempts=most, seconds=seconds_of(task, now), turn=turn)
