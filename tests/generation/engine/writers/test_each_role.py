"""Strategist, writer and illustrator of three services, each asked over its own SDK for its own tasks."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import generation
from generation.app_settings import MAX_CONCURRENT_JOBS
from generation.engine.running.dispatch import admit_jobs
from generation.engine.running.perform import perform
from generation.engine.running.verdicts import Done
from generation.engine.verbs.jobs import start_job
from generation.models import TaskAttempt
from generation.providers import PROVIDERS, get_provider
from settings_app import store
from tests.support.funnels import make_funnel
from tests.support.jobs import task_at
from tests.support.services import SERVICES

SAMPLES = Path(generation.__file__).parent / "samples"


@pytest.fixture
def three_services(settings: Any) -> Iterator[None]:
    with ExitStack() as running:
        for name in ("anthropic", "gemini", "openai"):
            spec, server = PROVIDERS[name], running.enter_context(SERVICES[name].server())
            variables: dict[str, Any] = {spec.key.lower(): "sk-test", spec.address.lower(): server.url}
            settings.ENV = replace(settings.ENV, **variables)
        get_provider.cache_clear()
        yield
    get_provider.cache_clear()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("three_services", "own_heartbeat")
@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("launch", ["gemini", "anthropic"]),
        ("page", ["anthropic"]),
        ("carousel", ["gemini", "anthropic", "openai"]),
    ],
)
def test_each_task_is_asked_of_whoever_has_its_role(kind: str, asked: list[str]) -> None:
    store.save({MAX_CONCURRENT_JOBS.key: 9}, changed_by=None)
    sample = json.loads((SAMPLES / f"calm-inbox-{kind}.json").read_text())
    job = start_job(make_funnel(brief=sample["brief"]), blueprint=kind, inputs=sample["inputs"])
    admit_jobs()
    job.refresh_from_db()

    ended = [perform(task_at(job, position).pk, job.epoch) for position in range(1, len(asked) + 1)]

    assert ended == [Done()] * len(asked)
    attempts = TaskAttempt.objects.order_by("task__position")
    assert list(attempts.values_list("provider", flat=True)) == asked
