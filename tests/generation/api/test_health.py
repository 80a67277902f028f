"""Alive, and ready."""

import threading

import pytest
from django.db import OperationalError, ProgrammingError
from django.utils import timezone
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from generation.engine.running.beats import beat
from generation.engine.standing import overview


@pytest.fixture(autouse=True)
def _patient(monkeypatch):
    """A machine that has much else to do is no database that hangs."""
    monkeypatch.setattr(overview, "_LONGEST_WAIT_SECONDS", 60)


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
    monkeypatch.setattr(overview, "living", lambda kind: goes_on.wait(60) and living(kind))

    hung = [client.get("/readyz") for _ in range(3)]
    goes_on.set()
    monkeypatch.setattr(overview, "_LONGEST_WAIT_SECONDS", 60)

    assert [answer.status_code for answer in hung] == [503] * 3
    assert hung[0].json()["missing"] == ["The database does not answer."]
    assert client.get("/readyz").status_code == 200
