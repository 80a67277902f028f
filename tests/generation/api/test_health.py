"""Alive, ready, and in numbers."""

from django.utils import timezone

from generation.engine import overview
from generation.engine.jobs import start_job
from generation.engine.leases import beat
from tests.support.jobs import fail, start_running


def test_a_process_is_alive_whoever_asks(client):
    assert client.get("/healthz").json() == {"status": "ok"}


def test_everything_is_there(client, db):
    beat("worker@a", kind="worker", started_at=timezone.now())

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["missing"]) == (200, [])


def test_what_is_missing_is_said_in_words(client, db, redis_server):
    redis_server.stop()

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["missing"] == [
        "No worker has given a sign of life.",
        "The broker (Redis) does not answer.",
    ]


def test_a_database_that_is_away_is_said_too(client, db, monkeypatch):
    from django.db import OperationalError

    def be_away(kind: str) -> None:
        raise OperationalError

    monkeypatch.setattr(overview, "living", be_away)

    assert client.get("/readyz").json()["missing"] == ["The database does not answer."]


def test_the_numbers_come_from_the_database(client, funnel):
    fail(start_running(funnel), 1)
    start_job(funnel)

    text = client.get("/metrics").content.decode()

    assert 'galley_jobs{status="failed"} 1.0' in text
    assert 'galley_jobs{status="queued"} 1.0' in text
    assert 'galley_tasks{status="failed"} 1.0' in text
    assert 'galley_attempts{code="unauthorised",outcome="failed"} 1.0' in text
    assert "galley_queue_oldest_wait_seconds" in text
