"""The figures of a period."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from generation.engine.running.dispatch import admit_jobs
from generation.engine.standing.figures import Figures, Spread, figures_between
from generation.engine.verbs.jobs import cancel_job, resume_job
from generation.engine.verbs.rework import regenerate_task
from generation.models import GenerationJob, GenerationTask
from tests.support.funnels import make_funnel, make_user
from tests.support.incidents import stop_by_incident
from tests.support.jobs import FACTS, fail, start_running, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return make_user()


def of_today(*, days_ago: int = 0) -> Figures:
    end = timezone.now() - timedelta(days=days_ago) + timedelta(minutes=1)
    return figures_between(end - timedelta(days=1), end)


def completed_in(owner, seconds: int, *, waited: int = 0) -> GenerationJob:
    """Return a job of which every task is written; it ran, and waited before, for so long."""
    job = start_running(make_funnel(owner))
    for position in range(1, 15):
        write(job, position)
    job.refresh_from_db()
    began = job.completed_at - timedelta(seconds=seconds)
    GenerationJob.objects.filter(pk=job.pk).update(
        started_at=began, queued_at=began - timedelta(seconds=waited)
    )
    return job


def test_where_nothing_happened_there_is_nothing_to_tell():
    figures = of_today()

    assert (figures.completed, figures.attempts, figures.cost_usd) == (0, 0, Decimal(0))
    assert figures.runs == figures.waits == Spread(p50=None, p95=None)
    assert (figures.success_rate, figures.recovery_rate) == (None, None)


def test_a_person_who_cancels_and_an_incident_that_stops_spoil_no_rate(ana):
    completed_in(ana, 600)
    fail(start_running(make_funnel(ana)), 1)
    cancel_job(start_running(make_funnel(ana)))
    stopped = resume_job(cancel_job(start_running(make_funnel(ana))))
    admit_jobs()
    stop_by_incident(stopped)

    figures = of_today()

    assert (figures.completed, figures.failed, figures.cancelled) == (1, 1, 1)
    assert (figures.success_rate, figures.resumed) == (0.5, 0)


def test_the_spread_of_runs_and_of_waits(ana):
    for seconds, waited in ((100, 0), (200, 10), (300, 20)):
        completed_in(ana, seconds, waited=waited)

    figures = of_today()

    assert figures.runs == Spread(p50=200, p95=290)
    assert figures.waits == Spread(p50=10, p95=19)


def test_a_part_written_anew_is_no_run(ana):
    job = completed_in(ana, 100)
    GenerationJob.objects.filter(pk=job.pk).update(only_task="bump_full")

    assert of_today().runs == Spread(p50=None, p95=None)


def test_retries_count_with_what_became_of_their_tasks(ana):
    job = start_running(make_funnel(ana))
    fail(job, 1, retryable=True)
    GenerationTask.objects.filter(job=job).update(next_attempt_at=timezone.now())
    write(job, 1)
    fail(job, 2, retryable=True)
    GenerationTask.objects.filter(job=job, position=2).update(next_attempt_at=timezone.now())
    fail(job, 2)

    figures = of_today()

    assert (figures.attempts, figures.retries) == (4, 2)
    assert (figures.retried_tasks, figures.recovered_tasks, figures.recovery_rate) == (2, 1, 0.5)
    assert figures.cost_usd == Decimal(FACTS["cost_micro_usd"]) / 1_000_000
    assert figures.output_tokens == FACTS["output_tokens"]


def test_a_job_that_was_resumed_counts_when_it_has_ended(ana):
    job = start_running(make_funnel(ana))
    fail(job, 1)
    resume_job(job)
    admit_jobs()
    assert of_today().resumed == 0

    cancel_job(job)

    assert of_today().resumed == 1


def test_another_day_is_another_matter(ana):
    completed_in(ana, 100)

    assert of_today(days_ago=1).completed == 0


def test_it_takes_two_queries(ana):
    completed_in(ana, 100)

    with CaptureQueriesContext(connection) as queries:
        of_today()

    assert len(queries) == 2


def test_a_run_that_was_put_off_waits_from_its_time_on(ana):
    job = completed_in(ana, 100, waited=3600)
    began = GenerationJob.objects.get(pk=job.pk).started_at
    GenerationJob.objects.filter(pk=job.pk).update(scheduled_at=began - timedelta(seconds=5))

    assert of_today().waits == Spread(p50=5, p95=5)


def test_a_part_written_anew_is_no_resume(ana):
    job = completed_in(ana, 100)
    regenerate_task(job.tasks.get(position=1))
    cancel_job(job)

    assert of_today().resumed == 0
