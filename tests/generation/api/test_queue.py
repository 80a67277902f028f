"""The queue over the API."""

from datetime import timedelta

from django.utils import timezone

from generation.engine.running.beats import beat
from generation.engine.verbs.jobs import StartOptions, start_job
from generation.models import GenerationJob, ProcessBeat
from generation.states import Priority
from tests.support.funnels import make_funnel
from tests.support.jobs import begin, start_running


def test_an_empty_queue_reads_in_full(api):
    assert api.get("/api/queue/").json() == {
        "status": {"queued": 0, "running": 0, "completed": 0, "failed": 0, "cancelled": 0},
        "priority": {"high": 0, "normal": 0, "low": 0},
        "total": 0,
        "workers": [],
        "concurrency": {"running": 0, "limit": 5},
        "oldest_wait_seconds": None,
    }


def test_jobs_are_counted_by_status_and_those_in_line_by_priority(api, ana):
    start_running(make_funnel(ana))
    start_job(make_funnel(ana), options=StartOptions(priority=Priority.HIGH))
    start_job(make_funnel(ana))
    GenerationJob.objects.filter(status="queued").update(queued_at=timezone.now() - timedelta(seconds=90))

    queue = api.get("/api/queue/").json()

    assert (queue["status"]["queued"], queue["status"]["running"], queue["total"]) == (2, 1, 3)
    assert queue["priority"] == {"high": 1, "normal": 1, "low": 0}
    assert 90 <= queue["oldest_wait_seconds"] < 180


def test_a_job_that_is_scheduled_does_not_wait_yet(api, funnel):
    start_job(funnel, options=StartOptions(scheduled_at=timezone.now() + timedelta(hours=1)))

    assert api.get("/api/queue/").json()["oldest_wait_seconds"] is None


def test_a_job_that_was_put_off_waits_since_its_time_came(api, funnel):
    job = start_job(funnel, options=StartOptions(scheduled_at=timezone.now() + timedelta(hours=1)))
    now = timezone.now()
    GenerationJob.objects.filter(pk=job.pk).update(
        queued_at=now - timedelta(days=3), scheduled_at=now - timedelta(seconds=1)
    )

    assert 1 <= api.get("/api/queue/").json()["oldest_wait_seconds"] < 100


def test_only_workers_with_a_sign_of_life_are_shown_with_what_they_hold_now(api, staff, funnel):
    begin(start_running(funnel), 1)
    beat("worker@test", kind="worker", started_at=timezone.now(), holding=3)
    beat("worker@dead", kind="worker", started_at=timezone.now())
    beat("reconciler@a", kind="reconciler", started_at=timezone.now())
    ProcessBeat.objects.filter(name="worker@dead").update(at=timezone.now() - timedelta(minutes=1))

    workers = staff.get("/api/queue/").json()["workers"]

    assert [(worker["name"], worker["holding"]) for worker in workers] == [("worker@test", 1)]
    assert workers[0]["last_beat"]
    assert api.get("/api/queue/").json()["workers"] == [workers[0] | {"name": "worker 1"}]
