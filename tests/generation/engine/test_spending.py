"""Budgets: what a job, and all of a month's, have cost; nothing new begins once it is spent."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from generation.app_settings import BUDGET_USD_PER_JOB, BUDGET_USD_PER_MONTH
from generation.engine.spending import (
    MICRO,
    count_spending,
    jobs_that_are_spent,
    month_is_spent,
    month_spent,
)
from generation.models import GenerationJob, MonthSpending, TaskAttempt
from generation.models.claims import ClaimedTask, claim_task
from settings_app.schema import Values
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import begin, start_running, task_at, write

pytestmark = pytest.mark.django_db(transaction=True)

LATER = timedelta(minutes=10)
"""After this long nothing is booked on an attempt any more."""


@pytest.fixture
def job() -> GenerationJob:
    """A running job whose first part is written, and has cost three dollars."""
    job = start_running(make_funnel(make_user()))
    write(job, 1)
    cost(job, 3)
    return job


@pytest.fixture
def well_into_the_month() -> None:
    """In the first minutes of a month there is nothing yet that could be counted."""
    if timezone.now() - begin_of_month() < 2 * LATER:
        pytest.skip("The month has only just begun.")


def cost(job: GenerationJob, dollars: float, *, began: datetime | None = None) -> None:
    fields = {"started_at": began} if began else {}
    TaskAttempt.objects.filter(task__job=job).update(cost_micro_usd=dollars * MICRO, **fields)


def claim(job: GenerationJob, **budgets: int) -> ClaimedTask | None:
    job.refresh_from_db()
    known = {"epoch": job.epoch, "token": uuid4(), "worker": "here", "settings": "{}"}
    return claim_task(task_at(job, 2).pk, lease_seconds=20, timeout_seconds=60, **known, **budgets)


def begin_of_month() -> datetime:
    return timezone.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)


@pytest.mark.parametrize("budget", ["job_budget", "month_budget"])
def test_nothing_new_begins_once_a_budget_is_spent(job, budget):
    spent = claim(job, **{budget: 3 * MICRO})
    with_room = claim(job, **{budget: 3 * MICRO + 1})

    assert spent is None
    assert with_room is not None


def test_a_claim_that_comes_to_nothing_by_a_budget_leaves_the_task_as_it_was(job):
    claim(job, job_budget=1)

    assert (task_at(job, 2).status, task_at(job, 2).attempt_count) == ("pending", 0)


def test_what_is_written_already_may_end(job):
    running = begin(job, 2)

    assert claim(job, job_budget=1) is None
    assert task_at(job, 2).lease_token == running.token


def test_a_job_pays_for_its_own_calls_alone(job):
    other = start_running(make_funnel(job.owner))

    assert claim_of_first(other, job_budget=1)
    assert jobs_that_are_spent([job.pk, other.pk], Values({BUDGET_USD_PER_JOB.key: 3})) == {job.pk}
    assert jobs_that_are_spent([job.pk], Values({BUDGET_USD_PER_JOB.key: 4})) == frozenset()


def claim_of_first(job: GenerationJob, **budgets: int) -> ClaimedTask | None:
    known = {"epoch": job.epoch, "token": uuid4(), "worker": "here", "settings": "{}"}
    return claim_task(task_at(job, 1).pk, lease_seconds=20, timeout_seconds=60, **known, **budgets)


def test_a_job_s_failed_and_earlier_attempts_have_cost_money_too(job):
    attempt = TaskAttempt.objects.get(task__job=job)
    TaskAttempt.objects.filter(pk=attempt.pk).update(outcome="failed")
    attempt.pk, attempt.round, attempt.cost_micro_usd = None, 2, MICRO
    attempt.save()

    assert jobs_that_are_spent([job.pk], Values({BUDGET_USD_PER_JOB.key: 4})) == {job.pk}


def test_no_budget_is_never_spent(job):
    assert jobs_that_are_spent([job.pk], Values({})) == frozenset()
    assert not month_is_spent(Values({}))
    assert claim(job, job_budget=0, month_budget=0)


def test_the_month_begins_with_its_first_moment_in_utc(job):
    cost(job, 3, began=begin_of_month())
    this_month = month_spent()
    cost(job, 3, began=begin_of_month() - timedelta(microseconds=1))

    assert (this_month, month_spent()) == (3 * MICRO, 0)
    assert claim(job, month_budget=1)


def test_what_is_counted_once_is_counted_for_good_and_the_rest_as_it_comes(job, well_into_the_month):
    cost(job, 3, began=timezone.now() - LATER)
    count_spending()
    before = month_spent()

    TaskAttempt.objects.filter(task__job=job).delete()
    write(job, 2)

    assert before == 3 * MICRO
    assert month_spent() == 3 * MICRO + TaskAttempt.objects.get(task__job=job).cost_micro_usd
    assert month_is_spent(Values({BUDGET_USD_PER_MONTH.key: 3}))


def test_what_may_still_cost_more_is_not_counted_yet(job, well_into_the_month):
    count_spending()
    cost(job, 5)

    assert MonthSpending.objects.get().micro_usd == 0
    assert month_spent() == 5 * MICRO


def test_what_was_counted_is_not_counted_again(job, well_into_the_month):
    cost(job, 3, began=timezone.now() - LATER)

    for _ in range(3):
        count_spending()
        two_minutes = MonthSpending.objects.get().counted_to - timedelta(minutes=2)
        MonthSpending.objects.update(counted_to=two_minutes)  # as if that much time had passed

    assert month_spent() == 3 * MICRO


def test_a_new_month_begins_at_nothing(job, well_into_the_month):
    MonthSpending.objects.create(month="2020-01-01", counted_to=begin_of_month(), micro_usd=9 * MICRO)
    cost(job, 0)

    count_spending()

    assert MonthSpending.objects.get().month == begin_of_month().date()
    assert month_spent() == 0
