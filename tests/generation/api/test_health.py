"""Alive, ready, and in numbers."""

import threading
from datetime import timedelta

import pytest
from django.db import OperationalError, ProgrammingError
from django.utils import timezone
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from generation.api import health
from generation.engine import overview
from generation.engine.jobs import start_job
from generation.engine.leases import beat
from generation.models import GenerationJob
from tests.support.jobs import fail, start_running


@pytest.fixture(autouse=True)
def _fresh_numbers():
    health._numbers_of.cache_clear()


def test_a_process_is_alive_whoever_asks(client):
    assert client.get("/healthz").json() == {"status": "ok"}


def test_everything_is_there(client, transactional_db):
    beat("worker@a", kind="worker", started_at=timezone.now())

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["missing"]) == (200, [])


def test_what_is_missing_is_said_in_words(client, transactional_db, redis_server):
    redis_server.stop()

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["missing"] == [
        "No worker has given a sign of life.",
        "The broker (Redis) does not answer.",
    ]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OperationalError, "The database does not answer."),
        (PoolTimeoutError, "The database does not answer."),
        (ProgrammingError, "The database has no tables yet: run `.venv/bin/python manage.py migrate`."),
    ],
)
def test_a_database_that_is_away_is_said_too(client, transactional_db, monkeypatch, error, sentence):
    def be_away(kind: str) -> None:
        raise error

    monkeypatch.setattr(overview, "living", be_away)

    assert client.get("/readyz").json()["missing"] == [sentence]


def test_a_database_that_hangs_is_said_soon_and_asked_again(client, transactional_db, monkeypatch):
    beat("worker@a", kind="worker", started_at=timezone.now())
    goes_on = threading.Event()
    living = overview.living
    monkeypatch.setattr(overview, "_LONGEST_WAIT_SECONDS", 0.2)
    monkeypatch.setattr(overview, "living", lambda kind: goes_on.wait(10) and living(kind))

    hung = [client.get("/readyz") for _ in range(3)]
    goes_on.set()
    monkeypatch.setattr(overview, "_LONGEST_WAIT_SECONDS", 10)

    assert [answer.status_code for answer in hung] == [503] * 3
    assert hung[0].json()["missing"] == ["The database does not answer."]
    assert client.get("/readyz").status_code == 200


def test_the_numbers_come_from_the_database(client, funnel):
    fail(start_running(funnel), 1)
    start_job(funnel)

    text = client.get("/metrics").content.decode()

    assert 'galley_jobs{status="failed"} 1.0' in text
    assert 'galley_jobs{status="queued"} 1.0' in text
    assert 'galley_tasks{status="failed"} 1.0' in text
    assert 'galley_attempts{code="bad_request",outcome="failed"} 1.0' in text
    assert "galley_queue_oldest_wait_seconds" in text


def test_the_numbers_are_counted_once_in_ten_seconds(client, funnel, monkeypatch, django_assert_num_queries):
    clock = iter([100.0, 109.9, 110.0])
    monkeypatch.setattr(health, "monotonic", lambda: next(clock))
    client.get("/metrics")
    start_job(funnel)

    with django_assert_num_queries(0):
        kept = client.get("/metrics").content.decode()
    fresh = client.get("/metrics").content.decode()

    assert 'galley_jobs{status="queued"} 0.0' in kept
    assert 'galley_jobs{status="queued"} 1.0' in fresh


def test_tasks_and_attempts_of_long_ago_are_not_counted(client, funnel):
    fail(start_running(funnel), 1)
    GenerationJob.objects.update(completed_at=timezone.now() - timedelta(days=2))

    text = client.get("/metrics").content.decode()

    assert 'galley_jobs{status="failed"} 1.0' in text
    assert 'galley_tasks{status="failed"} 0.0' in text
    assert "galley_attempts{" not in text


def test_there_are_no_numbers_while_the_database_is_away(client, db, monkeypatch):
    def be_away() -> None:
        raise PoolTimeoutError

    monkeypatch.setattr(health, "look_at_queue", be_away)

    assert client.get("/metrics").status_code == 503
