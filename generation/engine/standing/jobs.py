"""How jobs stand: everything a caller is told about them, read in a fixed number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet

from generation.app_settings import MAX_RETRY_ATTEMPTS, PRIORITY_BOOST
from generation.engine.allowances.reasons import Reason
from generation.engine.gate.holds import Hold, hold_of
from generation.engine.standing.actions import Action, allowed_actions, operators_only, refused_actions
from generation.engine.standing.forecast import estimate_completion
from generation.engine.standing.moment import Moment, read_moment
from generation.engine.standing.progress import Progress, current_tasks, measure_progress
from generation.engine.standing.reach import Viewer
from generation.engine.standing.used import Used
from generation.models import GenerationJob, GenerationTask
from generation.states import TaskStatus


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
    moment = read_moment(jobs)
    return [_standing(job, moment.tasks[job.pk], moment) for job in jobs]


def _standing(job: GenerationJob, tasks: Sequence[GenerationTask], moment: Moment) -> JobStanding:
    now, place = moment.now, moment.places.get(job.pk)
    return JobStanding(
        job=job,
        tasks=tuple(_task_standing(task, moment) for task in tasks),
        progress=measure_progress(job, tasks),
        current_tasks=tuple(task.key for task in current_tasks(tasks)),
        queue_position=place,
        expected_start=moment.starts.get(job.pk) or (job.scheduled_at if job.is_put_off else None),
        hold=hold_of(
            job,
            tasks,
            place=place,
            barred=moment.barred,
            turns=moment.turns,
            values=moment.values,
            of_all=moment.shut,
        ),
        estimated_completion=estimate_completion(job, tasks, now, usual=moment.usual.get(job.blueprint)),
        usage=moment.usage.get(job.pk, Used()),
        **_offers(job, tasks, moment),
    )


def _offers(job: GenerationJob, tasks: Sequence[GenerationTask], moment: Moment) -> dict[str, Any]:
    """Return what may be done with the job, and what may not though its state allows it."""
    means = moment.means[job.owner_id]
    allowed = allowed_actions(job, tasks, another_open=job.pk in moment.with_rivals)
    refused = refused_actions(job, tasks, allowed, means)
    return {
        "actions": tuple(action for action in allowed if action not in refused),
        "refused": refused,
        "operators_only": operators_only(job, means, priority_boost=moment.values[PRIORITY_BOOST]),
    }


def seconds_of(task: GenerationTask, now: datetime) -> float | None:
    """Return how long the task has taken, its waits included; None before it began or was given back."""
    if task.started_at is None or task.status == TaskStatus.PENDING:
        return None
    end = task.updated_at if task.status == TaskStatus.FAILED else task.completed_at or now
    return round((end - task.started_at).total_seconds(), 1)


def _task_standing(task: GenerationTask, moment: Moment) -> TaskStanding:
    most = max(moment.values[MAX_RETRY_ATTEMPTS], task.attempt_count)  # the setting may have been lowered
    seconds, turn = seconds_of(task, moment.now), moment.turns.get(task.pk)
    return TaskStanding(task=task, max_attempts=most, seconds=seconds, turn=turn)
