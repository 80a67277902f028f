"""How far a job has come, as somebody at a terminal follows it: read from the database, told in sentences."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from generation.app_settings import MAX_RETRY_ATTEMPTS
from generation.engine.database import DATABASE_AWAY
from generation.engine.standing.overview import living
from generation.engine.standing.progress import current_tasks, measure_progress
from generation.models import GenerationJob, GenerationTask, JobEvent
from generation.states import OPEN_JOB, JobStatus, TaskStatus
from settings_app import store

POLL_SECONDS = 0.3
_COMPLETED = "task_completed"
_PATIENCE = timedelta(seconds=5)  # a worker that was just started may not have shown one yet


@dataclass(frozen=True, kw_only=True)
class News:
    """Something that happened, in a sentence, and how many tasks were completed by then."""

    text: str
    completed: int


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a job stands at one moment, and what happened since the last one.

    `current` is what is being done or waited for; `seconds_left` says how long a wait has yet to last, and
    is None where nobody knows.
    """

    status: str = JobStatus.QUEUED
    completed: int = 0
    total: int = 0
    current: str = "Starting"
    seconds_left: int | None = None
    news: tuple[News, ...] = ()

    @property
    def is_over(self) -> bool:
        return self.status not in OPEN_JOB


def follow(job_id: UUID, *, since: int = 0) -> Iterator[Standing]:
    """Yield where the job stands, again and again until it is open no more; news are those after `since`.

    A database that is away for a while is waited for.
    """
    standing = Standing()
    while not standing.is_over:
        try:
            standing, since = _look(job_id, since)
        except DATABASE_AWAY:
            connection.close()
            standing = replace(standing, current="The database is away", seconds_left=None, news=())
        yield standing
        if not standing.is_over:
            time.sleep(POLL_SECONDS)


def _look(job_id: UUID, since: int) -> tuple[Standing, int]:
    job = GenerationJob.objects.get(pk=job_id)
    tasks = list(job.tasks.order_by("position"))
    events = list(job.events.filter(seq__gt=since, seq__lte=job.seq).order_by("seq"))
    tries = store.get(MAX_RETRY_ATTEMPTS)
    progress = measure_progress(job, tasks)
    current, seconds_left = _current(job, current_tasks(tasks), tries)
    standing = Standing(
        status=job.status,
        completed=progress.completed,
        total=progress.total,
        current=current,
        seconds_left=seconds_left,
        news=tuple(_news(events, tasks, tries, progress.completed)),
    )
    return standing, events[-1].seq if events else since


def _current(job: GenerationJob, current: Sequence[GenerationTask], tries: int) -> tuple[str, int | None]:
    """Return what is being done or waited for, and for how many seconds more if that is known."""
    if not job.is_open:
        return "", None
    for task in current:
        if task.status == TaskStatus.IN_PROGRESS:
            return _writing(task, task.attempt_count, tries), None
    if trouble := _trouble(job):
        return trouble, None
    now = timezone.now()
    for task in current:
        if task.next_attempt_at:
            seconds = (task.next_attempt_at - now).total_seconds()
            return f"{task.name}: try {task.attempt_count + 1} of {tries}", max(0, round(seconds))
    return "Waiting for a worker", None


def _writing(task: GenerationTask, attempt: int, tries: int) -> str:
    return f"Writing {task.name}" + (f", try {attempt} of {tries}" if attempt > 1 else "")


def _trouble(job: GenerationJob) -> str:
    """Return why nobody will go on with the job just now, or ""."""
    if timezone.now() - job.queued_at < _PATIENCE:
        return ""
    if not living("worker"):
        return "No worker is running; the job goes on as soon as one is"
    return "In line behind other jobs" if job.status == JobStatus.QUEUED else ""


def _news(
    events: Sequence[JobEvent], tasks: Sequence[GenerationTask], tries: int, completed: int
) -> Iterator[News]:
    """Yield what happened up to the moment when so many tasks were `completed`."""
    by_key = {task.key: task for task in tasks}
    completed -= sum(event.kind == _COMPLETED for event in events)
    for event in events:
        completed += event.kind == _COMPLETED
        if text := _sentence(event, by_key, tries):
            yield News(text=text, completed=completed)


def _sentence(event: JobEvent, tasks: Mapping[str, GenerationTask], tries: int) -> str:
    """Return what happened in one line; "" for what nobody at a terminal needs to know."""
    task = tasks.get(event.task_key)
    data: Mapping[str, Any] = event.data
    match event.kind:
        case "task_completed" if task:
            words = data.get("words")
            return f"Finished {task.name}" + (f": {words:,} words" if words else "")
        case "task_waiting" if task:
            why = task.error_message or str(data["code"])
            return f"{task.name}: {why} Try {data['attempt'] + 1} of {tries} in {data['seconds']:g} s"
        case "task_failed" if task:
            return f"{task.name} failed: {task.error_message or data.get('code')}"
        case "task_lost" if task:
            return f"{task.name}: its worker died; it is written again"
        case "job_cancelled":
            return "The job was cancelled"
    return ""
