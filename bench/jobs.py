"""Jobs to measure: made, let go all at once, and waited for."""

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Max

from bench.kinds import INSTANT
from config.env import BASE_DIR
from generation.app_settings import (
    DAILY_JOB_LIMIT,
    MAX_CONCURRENT_JOBS,
    STARTING_CREDITS,
    WRITER_PROVIDER,
)
from generation.engine.running.dispatch import admit_jobs
from generation.engine.verbs.jobs import cancel_job, start_job
from generation.engine.verbs.new_jobs import StartOptions
from generation.models import Funnel, GenerationJob
from generation.states import OPEN_JOB, JobStatus
from settings_app import store

_SAMPLE = BASE_DIR / "generation" / "samples" / "calm-inbox.json"
_LOOK_EVERY_SECONDS = 0.02


def use_writer(name: str = INSTANT) -> None:
    """Let this provider write from now on, and nobody be stopped from starting as much as there is."""
    unlimited = {DAILY_JOB_LIMIT.key: 0, STARTING_CREDITS.key: STARTING_CREDITS.maximum}
    store.save({WRITER_PROVIDER.key: name, **unlimited}, changed_by=None)


def make_funnel(owner: User | None = None) -> Funnel:
    sample: dict[str, Any] = json.loads(_SAMPLE.read_text())
    return Funnel.objects.create(owner=owner or bench_user(), **sample)


def bench_user() -> User:
    return User.objects.get_or_create(username="bench")[0]


def start_one(*, blueprint: str, lanes: int = 1, funnel: Funnel | None = None) -> GenerationJob:
    return start_job(funnel or make_funnel(), blueprint=blueprint, options=StartOptions(lanes=lanes))


@contextmanager
def none_admitted() -> Iterator[None]:
    """Let jobs queue up meanwhile; afterwards all of them may run, once they are admitted."""
    store.save({MAX_CONCURRENT_JOBS.key: 0}, changed_by=None)
    yield
    store.save({MAX_CONCURRENT_JOBS.key: MAX_CONCURRENT_JOBS.maximum}, changed_by=None)


def admit_at_once(count: int, *, blueprint: str) -> list[UUID]:
    """Start so many jobs and admit them together; return their ids."""
    with none_admitted():
        ids = [start_one(blueprint=blueprint).pk for _ in range(count)]
    admit_jobs()
    return ids


def wait_for_end(job_ids: Sequence[UUID], *, timeout_seconds: float = 600) -> float:
    """Return when the last of these jobs was completed, as seconds since the epoch.

    Raises RuntimeError where one ended otherwise, TimeoutError where they take too long.
    """
    jobs = GenerationJob.objects.filter(pk__in=job_ids)
    deadline = time.monotonic() + timeout_seconds
    while jobs.filter(status__in=OPEN_JOB).exists():
        if time.monotonic() > deadline:
            raise TimeoutError(f"Not all of {len(job_ids)} jobs ended in {timeout_seconds:g} s")
        time.sleep(_LOOK_EVERY_SECONDS)
    if failed := jobs.exclude(status=JobStatus.COMPLETED).first():
        raise RuntimeError(f"A job of the bench {failed.status}: {failed.error_message}")
    return float(jobs.aggregate(end=Max("completed_at"))["end"].timestamp())


def make_rows() -> list[UUID]:
    """Return the ids of the task rows of a job that never runs, for the bare chains to update."""
    with none_admitted():
        job = cancel_job(start_one(blueprint="bench"))
    return list(job.tasks.order_by("position").values_list("pk", flat=True))
