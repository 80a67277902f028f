"""What a run sets aside, and what it gives back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from generation.engine.allowances import ledger
from generation.engine.mending.expiry import expire_jobs
from generation.engine.running.dispatch import admit_jobs
from generation.engine.verbs.jobs import cancel_job, reset_job, resume_job, start_job
from generation.engine.verbs.rework import regenerate_task, retry_task
from generation.models import CreditAccount, CreditEntry, GenerationJob
from generation.models.moves import locked_job
from tests.support.credits import left, lines
from tests.support.funnels import make_funnel
from tests.support.job_states import cancelled, failed, finished, fresh
from tests.support.jobs import begin, fail, finish, start_running, task_at, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("twenty_credits_and_a_ledger_that_adds_up")]


def test_a_run_sets_a_credit_aside_for_each_task():
    job = start_job(make_funnel())

    assert left(job) == 6
    assert lines(job) == [("reserve", -14)]


def test_a_finished_run_has_cost_what_it_wrote():
    job = finished(make_funnel())

    assert left(job) == 6
    assert lines(job) == [("reserve", -14), ("settle", 0)]
    assert ledger.cost_of(job) == 14


def test_a_failed_task_costs_nothing():
    job = start_running(make_funnel())
    write(job, 1)

    fail(job, 2)

    assert fresh(job).status == "failed"
    assert lines(job) == [("reserve", -14), ("settle", 13)]
    assert left(job) == 19


def test_a_run_cancelled_in_line_costs_nothing():
    job = cancel_job(start_job(make_funnel()))

    assert left(job) == 20


def test_a_run_that_takes_too_long_gives_back_what_it_did_not_write():
    job = start_running(make_funnel())
    write(job, 1)
    GenerationJob.objects.update(started_at=timezone.now() - timedelta(days=2))

    expire_jobs()

    assert left(job) == 19


def test_a_resumed_run_pays_for_what_was_left():
    job = resume_job(cancelled(make_funnel()))  # with one of its parts written

    assert lines(job) == [("reserve", -14), ("settle", 13), ("reserve", -13)]
    assert left(job) == 6


def test_a_regenerated_part_costs_one_more():
    job = regenerate_task(task_at(finished(make_funnel()), 3))
    admit_jobs()
    assert lines(job)[2:] == [("reserve", -1)]

    write(job, 3)

    assert lines(job)[2:] == [("reserve", -1), ("settle", 0)]
    assert left(job) == 5


def test_a_part_whose_regeneration_fails_costs_nothing_more():
    job = regenerate_task(task_at(finished(make_funnel()), 3))
    admit_jobs()

    fail(job, 3)

    assert left(job) == 6


def test_one_part_of_a_cancelled_run_regenerated_costs_one_and_leaves_it_cancelled():
    job = regenerate_task(task_at(cancelled(make_funnel()), 1))
    admit_jobs()

    write(job, 1)

    assert fresh(job).status == "cancelled"
    assert left(job) == 18


def test_a_failed_part_tried_again_is_paid_for_with_all_that_is_left():
    job = failed(make_funnel())

    retry_task(task_at(job, 2))

    assert lines(job)[2:] == [("reserve", -13)]


def test_an_open_run_that_is_started_over_is_settled_first():
    job = start_running(make_funnel())
    write(job, 1)

    reset_job(job)

    assert lines(job) == [("reserve", -14), ("settle", 13), ("reserve", -14)]
    assert left(job) == 5


def test_a_run_queued_before_there_was_a_ledger_gets_nothing_back():
    job = start_running(make_funnel())
    CreditEntry.objects.filter(job=job).delete()
    CreditAccount.objects.update(balance=20)

    cancel_job(job)

    assert left(job) == 20
    job.delete()  # of which the ledger does not tell


def test_a_run_is_settled_once():
    job = cancel_job(start_job(make_funnel()))

    with locked_job(job.pk) as locked:
        ledger.settle_runs([locked])

    assert lines(job) == [("reserve", -14), ("settle", 14)]


def test_a_claim_and_a_result_do_not_ask_the_ledger(django_assert_max_num_queries):
    """Nothing of it is on the path of every task: only a start and an end wait for the account."""
    job = start_running(make_funnel())

    with django_assert_max_num_queries(100) as asked:
        finish(begin(job, 1), job)

    assert not [query for query in asked.captured_queries if "credit_" in query["sql"]]
