"""Budgets: what a job, and all of a month's, have cost; nothing new begins once it is spent."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.db import transaction

from generation.app_settings import BUDGET_USD_PER_JOB, BUDGET_USD_PER_MONTH
from generation.engine.allowances.spending import (
    MICRO,
    count_spending,
    jobs_that_are_spent,
    month_is_spent,
    month_spent,
)
from generation.engine.running.outcomes import release_task
from generation.engine.verbs.deletion import delete_job
from generation.engine.verbs.jobs import cancel_job
from generation.models import GenerationJob, MonthSpending, TaskAttempt
from generation.models.claims import ClaimedTask, claim_task
from settings_app.schema import Values
from tests.support.clock import in_this_clock, stopped_clock
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import FACTS, begin, start_running, task_at, write
from tests.support.locks import behind_us

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2031, 5, 15, 12, tzinfo=UTC)
MONTH_BEGAN = datetime(2031, 5, 1, tzinfo=UTC)
JUST_NOW = NOW - timedelta(minutes=1)
SETTLED = NOW - timedelta(minutes=10)
"""Nothing is booked any more on an attempt that began then."""


@pytest.fixture(autouse=True)
def turn_clock() -> Iterator[Callable[[datetime], None]]:
    """In the middle of a month, unless a test turns the clock."""
    with stopped_clock(NOW) as turn_clock:
        yield turn_clock


@pytest.fixture
def job() -> GenerationJob:
    """A running job whose first part was just written, and has cost three dollars."""
    job = start_running(make_funnel(make_user()))
    write(job, 1)
    cost(job, 3)
    return job


def cost(job: GenerationJob, dollars: float, *, began: datetime = JUST_NOW, of: int = 1) -> None:
    attempts = TaskAttempt.objects.filter(task__job=job, task__position=of)
    attempts.update(cost_micro_usd=dollars * MICRO, started_at=began)


def claim(job: GenerationJob, **budgets: int) -> ClaimedTask | None:
    job.refresh_from_db()
    known = {"epoch": job.epoch, "token": uuid4(), "worker": "here", "settings": "{}"}
    return claim_task(task_at(job, 2).pk, lease_seconds=20, timeout_seconds=60, **known, **budgets)


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
    cost(job, 3, began=MONTH_BEGAN)
    this_month = month_spent()
    cost(job, 3, began=MONTH_BEGAN - timedelta(microseconds=1))

    assert (this_month, month_spent()) == (3 * MICRO, 0)
    assert claim(job, month_budget=1)


def test_what_is_counted_once_is_counted_for_good_and_the_rest_as_it_comes(job):
    cost(job, 3, began=SETTLED)
    count_spending()
    before = month_spent()

    TaskAttempt.objects.filter(task__job=job).delete()
    write(job, 2)
    cost(job, 2, of=2)

    assert before == 3 * MICRO
    assert month_spent() == 5 * MICRO
    assert month_is_spent(Values({BUDGET_USD_PER_MONTH.key: 3}))


@pytest.mark.parametrize("is_counted", [False, True])
def test_what_a_deleted_job_has_cost_this_month_was_spent_all_the_same(job, is_counted):
    cost(job, 3, began=SETTLED)
    write(job, 2)
    cost(job, 5, began=MONTH_BEGAN - timedelta(microseconds=1), of=2)
    if is_counted:
        count_spending()

    delete_job(cancel_job(job))

    at_once = month_spent()
    count_spending()
    assert (at_once, month_spent()) == (3 * MICRO, 3 * MICRO)


@pytest.mark.parametrize("first", ["the count", "the deletion"])
def test_what_is_counted_while_its_job_is_deleted_is_counted_once(job, first):
    cost(job, 3, began=SETTLED)
    cancel_job(job)
    both = [count_spending, partial(delete_job, job)]
    begins, follows = both if first == "the count" else reversed(both)

    with behind_us(partial(in_this_clock, follows)) as begin_to_follow, transaction.atomic():
        begins()
        begin_to_follow()

    assert month_spent() == 3 * MICRO


def test_what_may_still_cost_more_is_not_counted_yet(job):
    count_spending()
    cost(job, 5)

    assert MonthSpending.objects.get().micro_usd == 0
    assert month_spent() == 5 * MICRO


def test_what_still_runs_is_not_counted_however_short_a_time_the_settings_give_it(job):
    attempt = TaskAttempt.objects.filter(pk=begin(job, 2).attempt_id)
    cost(job, 3, began=SETTLED)
    attempt.update(cost_micro_usd=0, started_at=SETTLED - timedelta(minutes=30))
    count_spending()

    attempt.update(cost_micro_usd=2 * MICRO, outcome="completed", ended_at=SETTLED)
    count_spending()

    assert month_spent() == 5 * MICRO


def test_what_has_only_just_ended_is_not_counted_yet(job):
    cost(job, 3, began=SETTLED)
    TaskAttempt.objects.update(outcome="lost", ended_at=NOW - timedelta(seconds=5))
    count_spending()

    cost(job, 4, began=SETTLED)

    assert month_spent() == 4 * MICRO


def test_what_was_counted_is_not_counted_again(job):
    cost(job, 3, began=SETTLED)

    for _ in range(3):
        count_spending()
        two_minutes = MonthSpending.objects.get().counted_to - timedelta(minutes=2)
        MonthSpending.objects.update(counted_to=two_minutes)  # as if that much time had passed

    assert month_spent() == 3 * MICRO


@pytest.mark.parametrize("is_counted", [True, False])
def test_what_an_attempt_cost_before_it_is_run_again_is_counted_once(job, is_counted):
    give_back(begin(job, 2), dollars=2, began=SETTLED)
    if is_counted:
        count_spending()
    before = month_spent()

    write(job, 2)
    cost(job, 5, began=JUST_NOW, of=2)

    assert (before, month_spent()) == (5 * MICRO, 8 * MICRO)


def test_what_an_attempt_cost_last_month_is_not_of_this_one_when_it_is_run_again(job):
    cost(job, 0)
    give_back(begin(job, 2), dollars=2, began=MONTH_BEGAN - timedelta(minutes=1))

    write(job, 2)
    cost(job, 5, began=SETTLED, of=2)
    until_now = month_spent()
    count_spending()

    assert (until_now, month_spent()) == (3 * MICRO, 3 * MICRO)


def give_back(claim: ClaimedTask, *, dollars: int, began: datetime) -> None:
    """Have a worker that shuts down give the task back, after a call that has cost so much."""
    release_task(claim, FACTS | {"cost_micro_usd": dollars * MICRO})
    TaskAttempt.objects.filter(pk=claim.attempt_id).update(started_at=began, ended_at=began)


def test_a_new_month_begins_at_nothing(job):
    MonthSpending.objects.create(month="2020-01-01", counted_to=MONTH_BEGAN, micro_usd=9 * MICRO)
    cost(job, 0)

    count_spending()

    assert MonthSpending.objects.get().month == MONTH_BEGAN.date()
    assert month_spent() == 0


def test_in_the_first_minutes_of_a_month_there_is_nothing_to_count(job, turn_clock):
    turn_clock(MONTH_BEGAN + timedelta(minutes=1))
    cost(job, 3, began=MONTH_BEGAN)

    count_spending()

    assert not MonthSpending.objects.exists()
    assert month_spent() == 3 * MICRO
