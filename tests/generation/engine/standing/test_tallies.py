"""How the house did over a period."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from generation.engine.running.dispatch import admit_jobs
from generation.engine.standing.tallies import Tallies, tally
from generation.engine.verbs.feedback import ask_for_support, rate_job
from generation.engine.verbs.jobs import cancel_job, resume_job
from generation.models import GenerationJob
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import fail, start_running, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return make_user()


@pytest.fixture
def job(ana) -> GenerationJob:
    return start_running(make_funnel(ana))


def today(*, days_ago: int = 0) -> Tallies:
    end = timezone.now() - timedelta(days=days_ago) + timedelta(minutes=1)
    return tally(since=end - timedelta(days=1), until=end)


def test_where_nothing_happened_there_is_nothing_to_tell(db):
    assert today() == Tallies(
        starts=0,
        completions=0,
        task_failures=0,
        resumes=0,
        jobs_resumed=0,
        given_up=0,
        support_clicks=0,
        ratings=0,
        stars=None,
    )
    assert today().resumed_share is None


def test_a_job_from_start_to_stars(job):
    fail(job, 1)
    ask_for_support(job)
    resume_job(job)
    admit_jobs()
    for position in range(1, 15):
        write(job, position)
    job.refresh_from_db()
    rate_job(job, stars=4)

    found = today()

    assert (found.starts, found.completions, found.task_failures) == (1, 1, 1)
    assert (found.resumes, found.jobs_resumed, found.resumed_share) == (1, 1, 1.0)
    assert (found.given_up, found.support_clicks) == (0, 1)
    assert (found.ratings, found.stars) == (1, 4.0)


def test_a_job_that_ended_badly_and_was_never_resumed_was_given_up(ana, job):
    fail(job, 1)
    cancel_job(start_running(make_funnel(ana)))
    resumed = start_running(make_funnel(ana))
    cancel_job(resumed)
    resume_job(resumed)
    cancel_job(resumed)

    found = today()

    assert found.given_up == 2
    assert found.resumed_share == pytest.approx(1 / 3)


def test_another_day_is_another_matter(job):
    fail(job, 1)

    assert today(days_ago=1) == today(days_ago=7)
    assert today(days_ago=1).starts == 0


def test_it_takes_three_queries(job):
    with CaptureQueriesContext(connection) as queries:
        today()

    assert len(queries) == 3
