"""Content part by part: what each task wrote, whatever became of the job that wrote it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from generation.app_settings import MAX_RETRY_ATTEMPTS
from generation.blueprints import get_blueprint
from generation.blueprints.base import TaskSpec
from generation.engine.content.last_job import last_job
from generation.engine.content.shown_tasks import shown_tasks
from generation.engine.standing.jobs import TaskStanding, seconds_of
from generation.models import Funnel, GenerationJob, GenerationTask, Revision, shown_content
from generation.states import TaskStatus
from settings_app import store


@dataclass(frozen=True, kw_only=True)
class Part:
    """One task and its sections as they read now; `task` is its key."""

    task: str
    title: str
    group: str
    product: str | None
    status: str
    sections: tuple[Revision, ...]


@dataclass(frozen=True, kw_only=True)
class TaskInFull(TaskStanding):
    """A task with the sections it wrote, as they read now; its attempts are loaded with it."""

    sections: tuple[Revision, ...]


def list_parts(funnel: Funnel, *, blueprint: str = "funnel", subject: str = "") -> list[Part]:
    """Return the parts in task order: those of the last job of this kind, else those that can be known.

    A part that no job wants any more is listed last as long as something of it is stored.
    """
    job = last_job(funnel, blueprint=blueprint, subject=subject)
    revisions = list(_current(funnel, blueprint, subject))
    parts = _parts_of_job(job, revisions) if job else _declared_parts(blueprint, revisions)
    listed = {part.task for part in parts}
    orphans = dict.fromkeys(
        revision.section.task_key for revision in revisions if revision.section.task_key not in listed
    )
    declared = {spec.key: spec for spec in get_blueprint(blueprint).tasks({})}
    return [*parts, *(_orphan(key, declared.get(key), revisions) for key in orphans)]


def tasks_in_full(job: GenerationJob) -> list[TaskInFull]:
    """Return the tasks of the job in order, with attempts and sections."""
    max_attempts, now = store.get(MAX_RETRY_ATTEMPTS), timezone.now()
    revisions = list(_current(job.funnel, job.blueprint, job.subject))
    return [
        TaskInFull(
            task=task,
            max_attempts=max(max_attempts, task.attempt_count),
            seconds=seconds_of(task, now),
            sections=_written_by(task.key, revisions),
        )
        for task in job.tasks.order_by("position").prefetch_related("attempts")
    ]


def _current(funnel: Funnel, blueprint: str, subject: str) -> QuerySet[Revision]:
    shown = shown_content(blueprint=blueprint, subject=subject).filter(section__funnel=funnel)
    return shown.order_by("section__position")


def _parts_of_job(job: GenerationJob, revisions: Sequence[Revision]) -> list[Part]:
    tasks = GenerationTask.objects.filter(job=job).order_by("position")
    return [
        Part(
            task=task.key,
            title=task.name,
            group=task.group,
            product=task.product or None,
            status=task.status,
            sections=_written_by(task.key, revisions),
        )
        for task in tasks
    ]


def _declared_parts(blueprint: str, revisions: Sequence[Revision]) -> list[Part]:
    return [
        Part(
            task=spec.key,
            title=spec.title,
            group=spec.group,
            product=spec.product or None,
            status=_status_without_job(sections := _written_by(spec.key, revisions)),
            sections=sections,
        )
        for spec in shown_tasks(get_blueprint(blueprint), None, {each.section.task_key for each in revisions})
    ]


def _status_without_job(sections: Sequence[Revision]) -> TaskStatus:
    """What is stored was finished once, though the record of its job is gone."""
    return TaskStatus.COMPLETED if sections else TaskStatus.PENDING


def _orphan(key: str, spec: TaskSpec | None, revisions: Sequence[Revision]) -> Part:
    """Return the part of a task that was not asked for the last time, or is declared no more."""
    return Part(
        task=key,
        title=spec.title if spec else key,
        group="",
        product=(spec.product or None) if spec else None,
        status=TaskStatus.COMPLETED,
        sections=_written_by(key, revisions),
    )


def _written_by(task_key: str, revisions: Sequence[Revision]) -> tuple[Revision, ...]:
    return tuple(revision for revision in revisions if revision.section.task_key == task_key)
