"""Galley in numbers."""

from datetime import timedelta

import pytest
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from generation.api import metrics
from generation.engine.running.beats import beat
from generation.engine.verbs.jobs import start_job
from generation.engine.verbs.putting_off import move_in_time
from generation.models import GenerationJob, GenerationTask, ProviderIncident
from tests.support.funnels import make_funnel
from tests.support.jobs import fail, start_running, write


@pytest.fixture(autouse=True)
def _fresh_numbers():
    metrics._numbers_of.cache_clear()


def numbers(client) -> dict[tuple[str, ...], float]:
    """Return the numbers as Prometheus reads them: by their name and labels."""
    families = text_string_to_metric_families(client.get("/metrics").content.decode())
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


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
    monkeypatch.setattr(metrics, "monotonic", lambda: next(clock))
    client.get("/metrics")
    start_job(funnel)

    with django_assert_num_queries(0):
        kept = client.get("/metrics").content.decode()
    fresh = client.get("/metrics").content.decode()

    assert 'galley_jobs{status="queued"} 0.0' in kept
    assert 'galley_jobs{status="queued"} 1.0' in fresh


def test_what_is_put_off_is_not_in_line(client, funnel):
    move_in_time(start_job(funnel), scheduled_at=timezone.now() + timedelta(days=1))

    found = numbers(client)

    assert (found["galley_jobs", "queued"], found["galley_queue_jobs", "normal"]) == (1, 0)


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

    monkeypatch.setattr(metrics, "look_at_queue", be_away)

    assert client.get("/metrics").status_code == 503


def test_a_day_in_numbers(client, ana):
    done = start_running(make_funnel(ana))
    fail(done, 1, retryable=True)
    GenerationTask.objects.filter(job=done).update(next_attempt_at=timezone.now())
    for position in range(1, 15):
        write(done, position)
    done.refresh_from_db()
    GenerationJob.objects.filter(pk=done.pk).update(started_at=done.completed_at - timedelta(seconds=90))
    fail(start_running(make_funnel(ana)), 1)

    found = numbers(client)

    assert found["galley_day_jobs_ended", "completed"] == found["galley_day_jobs_ended", "failed"] == 1
    assert found["galley_day_run_seconds", "0.5"] == found["galley_day_run_seconds", "0.95"] == 90
    assert found["galley_day_retries",] == found["galley_day_retried_tasks", "recovered"] == 1
    assert found["galley_day_provider_calls",] == 16
    assert found["galley_day_cost_usd",] == pytest.approx(14 * 0.0015)


def test_a_day_without_a_completed_run_has_no_times(client, db):
    assert not [name for name in numbers(client) if name[0] == "galley_day_run_seconds"]


def test_trouble_shows(client, funnel):
    job = start_running(funnel)
    GenerationTask.objects.filter(job=job, position=1).update(hold="provider_gate", held_since=timezone.now())
    ProviderIncident.objects.create(
        provider="anthropic", model="m", code="unauthorised", message="No.", opened_at=timezone.now()
    )
    at = timezone.now() - timedelta(minutes=5)
    beat("worker@a", kind="worker", started_at=at)

    found = numbers(client)

    assert found["galley_held_tasks", "provider_gate"] == 1
    assert found["galley_open_incidents", "unauthorised", "anthropic"] == 1
    assert found["galley_last_beat_timestamp_seconds", "worker"] >= at.timestamp()


def test_nobody_is_named(client, ana):
    start_running(make_funnel(ana, name="Calm Inbox"))

    text = client.get("/metrics").content.decode()

    assert not any(word in text for word in ("ana", "Calm"))


def test_the_numbers_take_as_many_queries_however_much_there_is(client, ana, django_assert_max_num_queries):
    for _ in range(5):
        fail(start_running(make_funnel(ana)), 1)

    with django_assert_max_num_queries(15):
        client.get("/metrics")
