"""The whole house at one moment: the queue, the workers, and what is missing."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

import redis
from django.db import ProgrammingError, connection
from django.db.models import Count, Max, Q
from django.utils import timezone

from generation.app_settings import MAX_CONCURRENT_JOBS
from generation.engine.broker import carrier
from generation.engine.database import DATABASE_AWAY
from generation.models import SILENT_AFTER, GenerationJob, GenerationTask, ProcessBeat
from generation.models.job import NOT_IN_LINE, PUT_OFF
from generation.states import JobStatus, Priority, TaskStatus
from settings_app import store

_NEEDED = ("worker", "reconciler")
_DATABASE_IS_AWAY = "The database does not answer."
_LONGEST_WAIT_SECONDS = 2.5
_asking = ThreadPoolExecutor(max_workers=1, thread_name_prefix="what-is-missing")


@dataclass(frozen=True, kw_only=True)
class Concurrency:
    running: int
    limit: int


@dataclass(frozen=True, kw_only=True)
class QueueOverview:
    """Jobs by status, those queued by priority, how many of those are put off, and who works.

    `in_line` are by priority those queued that are not put off.
    `oldest_wait_seconds` and `oldest_since` are None while nobody is in line.
    """

    status: Mapping[str, int]
    priority: Mapping[str, int]
    in_line: Mapping[str, int]
    put_off: int
    workers: tuple[ProcessBeat, ...]
    concurrency: Concurrency
    oldest_wait_seconds: float | None
    oldest_since: datetime | None

    @property
    def waiting(self) -> int:
        return sum(self.in_line.values())

    @property
    def total(self) -> int:
        return self.status[JobStatus.QUEUED] + self.status[JobStatus.RUNNING]


def look_at_queue() -> QueueOverview:
    """Return the queue as it is now.

    Jobs that are put off count as queued but do not wait; they wait from their time on.
    """
    now = timezone.now()
    jobs = GenerationJob.objects.order_by()
    by_status = dict(jobs.values_list("status").annotate(jobs=Count("*")))
    queued = jobs.filter(status=JobStatus.QUEUED)
    counted = queued.values("priority").annotate(jobs=Count("pk"), later=Count("pk", filter=PUT_OFF))
    queued_by = {row["priority"]: (row["jobs"], row["later"]) for row in counted}
    by_priority = {str(priority): queued_by.get(priority, (0, 0)) for priority in Priority}
    oldest = _oldest_since(now)
    status = {str(status): by_status.get(status, 0) for status in JobStatus}
    return QueueOverview(
        status=status,
        priority={priority: jobs for priority, (jobs, _) in by_priority.items()},
        in_line={priority: jobs - later for priority, (jobs, later) in by_priority.items()},
        put_off=sum(later for _, later in by_priority.values()),
        workers=_workers(),
        concurrency=Concurrency(running=status[JobStatus.RUNNING], limit=store.get(MAX_CONCURRENT_JOBS)),
        oldest_wait_seconds=round((now - oldest).total_seconds(), 1) if oldest else None,
        oldest_since=oldest,
    )


def _oldest_since(now: datetime) -> datetime | None:
    """Return since when the first who waits does; the first of each part of the index is looked at."""
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST, {"priorities": list(Priority), "not_in_line": NOT_IN_LINE})
        (since,) = cursor.fetchone()
    return since if since and since <= now else None


def _workers() -> tuple[ProcessBeat, ...]:
    """Return the living workers, each with the tasks it holds now: its last beat may be some seconds old."""
    running = GenerationTask.objects.filter(status=TaskStatus.IN_PROGRESS).order_by()
    held = dict(running.values_list("worker").annotate(tasks=Count("pk")))
    workers = living("worker")
    for worker in workers:
        worker.holding = held.get(worker.name, 0)
    return tuple(workers)


def silent_kinds() -> dict[str, datetime | None]:
    """Return the kinds of process of which none is alive, each with its last sign of life, if any."""
    beats = ProcessBeat.objects.order_by().values("kind").annotate(last=Max("at"))
    last = dict(beats.values_list("kind", "last"))
    dead = timezone.now() - SILENT_AFTER
    return {kind: last.get(kind) for kind in _NEEDED if last.get(kind, dead) <= dead}


def workers_are_silent() -> bool:
    """Whether no worker gave a sign of life lately, in one query; where no process did, nobody knows."""
    beats = ProcessBeat.objects.aggregate(all=Count("pk"), last=Max("at", filter=Q(kind="worker")))
    dead = timezone.now() - SILENT_AFTER
    return bool(beats["all"]) and (beats["last"] or dead) <= dead


LivingProcesses = frozenset[tuple[str, str]]
"""The kinds and names of the processes that are alive."""


def living_processes() -> LivingProcesses:
    alive = ProcessBeat.objects.filter(at__gt=timezone.now() - SILENT_AFTER).order_by()
    return frozenset(alive.values_list("kind", "name"))


def living(kind: str) -> list[ProcessBeat]:
    """Return the processes of this kind that gave a sign of life lately."""
    return list(ProcessBeat.objects.filter(kind=kind, at__gt=timezone.now() - SILENT_AFTER).order_by("name"))


def what_is_missing() -> list[str]:
    """Return a sentence for each part that cannot be reached; nothing is missing in an empty list.

    A database that hangs is missing too: it is asked in a thread, the only one, that nobody waits for longer.
    """
    asked = _asking.submit(_missing_database_or_worker)
    try:
        missing = asked.result(timeout=_LONGEST_WAIT_SECONDS)
    except TimeoutError:
        asked.cancel()  # if it is still in line behind another that hangs
        missing = [_DATABASE_IS_AWAY]
    return [*missing, *_missing_broker()]


def _missing_database_or_worker() -> list[str]:
    try:
        connection.ensure_connection()
        workers = living("worker")
    except DATABASE_AWAY:
        return [_DATABASE_IS_AWAY]
    except ProgrammingError:
        return ["The database has no tables yet: run `.venv/bin/python manage.py migrate`."]
    finally:
        connection.close()  # back into the pool
    return [] if workers else ["No worker has given a sign of life."]


def _missing_broker() -> list[str]:
    try:
        carrier.connection().ping()
    except redis.RedisError:
        return ["The broker (Redis) does not answer."]
    return []


_OLDEST = """
SELECT min(first.since)
  FROM unnest(%(priorities)s::text[]) AS priority, generate_series(0, %(not_in_line)s) AS level,
       LATERAL (SELECT greatest(queued_at, scheduled_at) AS since FROM generation_jobs AS job
                 WHERE status = 'queued' AND job.priority = priority.priority AND job.level = level.level
                 ORDER BY greatest(queued_at, scheduled_at) LIMIT 1) AS first
"""
