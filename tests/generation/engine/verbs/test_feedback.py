"""What people say about a job."""

import pytest

from generation.engine.verbs.feedback import ask_for_support, rate_job
from generation.errors import InvalidRequestError, NotAllowedError
from generation.models import GenerationJob, JobRating
from tests.support.funnels import make_funnel
from tests.support.jobs import start_running

pytestmark = pytest.mark.django_db


@pytest.fixture
def job() -> GenerationJob:
    job = start_running(make_funnel())
    job.status = "completed"
    return job


def test_a_finished_job_is_rated_and_rated_anew(job):
    rate_job(job, stars=2)
    rate_job(job, stars=5, comment="Better than I thought.")

    rating = JobRating.objects.get()
    assert (rating.job, rating.stars, rating.comment) == (job, 5, "Better than I thought.")


@pytest.mark.parametrize("status", ["queued", "running", "failed", "cancelled"])
def test_a_job_that_is_not_finished_is_not_rated(job, status):
    job.status = status

    with pytest.raises(NotAllowedError):
        rate_job(job, stars=5)


@pytest.mark.parametrize(
    ("stars", "comment", "field"),
    [(0, "", "stars"), (6, "", "stars"), (3, "x" * 2001, "comment"), (3, "a\0b", "comment")],
)
def test_a_rating_that_cannot_be_kept_is_told_why(job, stars, comment, field):
    with pytest.raises(InvalidRequestError) as refused:
        rate_job(job, stars=stars, comment=comment)

    assert list(refused.value.problems) == [field]
    assert not JobRating.objects.exists()


def test_asking_for_support_is_an_event_of_the_job(job):
    ask_for_support(job)

    assert job.events.last().kind == "support_asked"
