"""Funnels to test with, and the wait for what becomes of their jobs."""

import json
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Permission, User

from generation.models import Funnel, GenerationJob
from tests.support.processes import wait_until

SAMPLES = Path(__file__).resolve().parents[2] / "generation" / "samples"


def sample(name: str = "calm-inbox") -> dict[str, Any]:
    """Return a packaged sample: name, language and brief."""
    loaded: dict[str, Any] = json.loads((SAMPLES / f"{name}.json").read_text())
    return loaded


def make_user(name: str = "ana", **fields: Any) -> User:
    return User.objects.create_user(name, password="a long enough password", **fields)


def make_staff(name: str, *permissions: str) -> User:
    """Write a member of staff who may do this: `make_staff("olga", "change_generationjob")`."""
    user = make_user(name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


def make_funnel(owner: User | None = None, **fields: Any) -> Funnel:
    """Write a funnel of the calm-inbox sample; `fields` replace what it holds."""
    return Funnel.objects.create(owner=owner or make_user(), **(sample() | fields))


def wait_for_end(job: GenerationJob, *, seconds: float = 60) -> GenerationJob:
    """Return the job once it is open no more. Raises AssertionError with where it stood instead."""

    def ended() -> bool:
        job.refresh_from_db()
        return not job.is_open

    assert wait_until(ended, seconds=seconds), standing(job)
    return job


def standing(job: GenerationJob) -> str:
    """Return how far the job and its tasks have come, in words for a failed test."""
    job.refresh_from_db()
    tasks = ", ".join(
        f"{task.key} {task.status} {task.error_code}" for task in job.tasks.order_by("position")
    )
    return f"job {job.status}: {tasks}"
