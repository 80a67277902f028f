"""A run that cannot be paid for does not begin, and one that does not begin costs nothing."""

import pytest

from generation.engine.allowances import ledger
from generation.engine.verbs.idempotency import start_once
from generation.engine.verbs.jobs import cancel_job, reset_job, resume_job, start_job
from generation.errors import JobOpenError, NotAllowedError
from generation.models import GenerationJob
from tests.support.credits import left, lines
from tests.support.funnels import make_funnel, make_user
from tests.support.job_states import fresh
from tests.support.jobs import start_running, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("twenty_credits_and_a_ledger_that_adds_up")]


def test_a_run_that_would_take_more_than_there_is_does_not_begin():
    ana = make_user()
    first = start_job(make_funnel(ana))

    with pytest.raises(NotAllowedError) as refusal:
        start_job(make_funnel(ana))

    assert refusal.value.code == "no_credits"
    assert refusal.value.message == (
        "This takes 14 credits, and you have 6. Ask an administrator for more; what is written is kept."
    )
    assert list(GenerationJob.objects.all()) == [first]
    assert left(first) == 6


def test_a_run_that_cannot_be_paid_for_again_is_not_cancelled_either():
    job = start_running(make_funnel())
    for position in range(1, 10):
        write(job, position)

    with pytest.raises(NotAllowedError, match="This takes 14 credits, and you have 11"):
        reset_job(job)

    assert fresh(job).status == "running"
    assert lines(job) == [("reserve", -14)]


def test_a_run_whose_owner_has_too_few_credits_can_be_resumed_once_there_are_more():
    job = cancel_job(start_job(make_funnel()))
    ledger.grant(job.owner, -10, note="", by=None)
    with pytest.raises(NotAllowedError, match="This takes 14 credits, and you have 10"):
        resume_job(job)
    assert fresh(job).status == "cancelled"

    ledger.grant(job.owner, 4, note="", by=None)

    assert resume_job(job).status == "queued"


def test_a_second_start_of_the_same_funnel_costs_nothing():
    job = start_job(make_funnel())
    ledger.grant(job.owner, 100, note="", by=None)

    with pytest.raises(JobOpenError):
        start_job(job.funnel)

    assert left(job) == 106


def test_a_start_asked_for_twice_under_one_key_is_paid_for_once():
    funnel = make_funnel()
    ledger.grant(funnel.owner, 100, note="", by=None)

    for _ in range(2):
        job = start_once(owner=funnel.owner, key="k", request={}, start=lambda: start_job(funnel))

    assert left(job) == 106
