"""Credits: what a run sets aside, what it gives back, and when it may not begin."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from generation.app_settings import DAILY_JOB_LIMIT, STARTING_CREDITS
from generation.engine.allowances import accounts, ledger
from generation.engine.mending.expiry import expire_jobs
from generation.engine.running.dispatch import admit_jobs
from generation.engine.verbs.deletion import delete_job, delete_owner
from generation.engine.verbs.idempotency import start_once
from generation.engine.verbs.jobs import cancel_job, reset_job, resume_job, start_job
from generation.engine.verbs.rework import regenerate_task, retry_task
from generation.errors import JobOpenError, NotAllowedError
from generation.models import CreditAccount, CreditEntry, GenerationJob
from generation.models.moves import locked_job
from generation.states import CreditKind
from settings_app import store
from tests.support.credits import assert_accounts_add_up
from tests.support.funnels import make_funnel, make_user
from tests.support.job_states import cancelled, failed, finished, fresh
from tests.support.jobs import begin, fail, finish, start_running, task_at, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _twenty_credits_and_a_ledger_that_adds_up(db):
    store.save({STARTING_CREDITS.key: 20}, changed_by=None)
    yield
    assert_accounts_add_up()


def left(job: GenerationJob) -> int:
    return accounts.account_of(job.owner).balance


def lines(job: GenerationJob) -> list[tuple[str, int]]:
    return list(CreditEntry.objects.filter(job=job).order_by("pk").values_list("kind", "amount"))


def test_everybody_begins_with_what_the_setting_says():
    ana = make_user()
    assert accounts.account_of(ana).balance == 20

    ledger.grant(ana, 5, note="", by=None)

    entry, _ = CreditEntry.objects.order_by("pk")
    assert (entry.owner, entry.kind, entry.amount) == (ana, CreditKind.GRANT, 20)
    assert accounts.account_of(ana).balance == 25


def test_to_look_at_an_account_writes_nothing():
    accounts.account_of(make_user())

    assert not CreditAccount.objects.exists()


def test_a_setting_that_is_raised_later_gives_nobody_more():
    ana = make_user()
    ledger.grant(ana, 5, note="", by=None)

    store.save({STARTING_CREDITS.key: 500}, changed_by=None)

    assert accounts.account_of(ana).balance == 25


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


def test_no_more_runs_begin_in_a_day_than_may():
    store.save({DAILY_JOB_LIMIT.key: 1}, changed_by=None)
    ana = make_user()
    job = cancel_job(start_job(make_funnel(ana)))

    with pytest.raises(NotAllowedError) as refusal:
        start_job(make_funnel(ana))

    assert refusal.value.code == "daily_limit"
    assert refusal.value.message == (
        "You have reached the limit of starts a day (1). Begin this one tomorrow (UTC)."
    )
    assert left(job) == 20


def test_starting_over_counts_as_a_start_and_resuming_does_not():
    job = cancel_job(start_job(make_funnel()))

    cancel_job(resume_job(job))
    reset_job(job)

    assert accounts.started_today(accounts.account_of(job.owner)) == 2


def test_another_day_counts_anew():
    store.save({DAILY_JOB_LIMIT.key: 1}, changed_by=None)
    job = cancel_job(start_job(make_funnel()))
    CreditAccount.objects.update(counted_on=date(2026, 1, 1))
    assert accounts.started_today(accounts.account_of(job.owner)) == 0

    reset_job(job)

    assert accounts.started_today(accounts.account_of(job.owner)) == 1


def test_the_next_day_begins_at_midnight_of_the_server():
    begins = accounts.next_day().astimezone(UTC)

    assert (begins.hour, begins.minute, begins.second) == (0, 0, 0)
    assert timedelta(0) < begins - datetime.now(UTC) <= timedelta(days=1)


def test_a_limit_of_nought_is_none():
    store.save({DAILY_JOB_LIMIT.key: 0}, changed_by=None)
    job = cancel_job(start_job(make_funnel()))

    reset_job(job)

    assert accounts.started_today(accounts.account_of(job.owner)) == 2


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
        ledger.settle_run(locked)

    assert lines(job) == [("reserve", -14), ("settle", 14)]


def test_credits_are_granted_and_taken_with_a_note_and_a_name():
    ana, staff = make_user(), make_user("staff")

    ledger.grant(ana, 100, note="Bought in May", by=staff)
    entry = ledger.grant(ana, -20, note="A mistake", by=staff)

    assert (entry.amount, entry.note, entry.by) == (-20, "A mistake", staff)
    assert accounts.account_of(ana).balance == 100


def test_no_more_is_taken_than_there_is():
    ana = make_user()

    with pytest.raises(NotAllowedError, match="No more can be taken than there is, and that is 20"):
        ledger.grant(ana, -21, note="", by=None)

    assert accounts.account_of(ana).balance == 20


def test_the_database_keeps_a_balance_from_going_below_nought():
    ledger.grant(make_user(), 5, note="", by=None)

    with pytest.raises(IntegrityError, match="no_credits_owed"), transaction.atomic():
        CreditAccount.objects.update(balance=-1)


def test_a_refund_gives_back_what_a_run_has_cost_and_no_more():
    job = failed(make_funnel())
    staff = make_user("staff")

    entry = ledger.refund(job, note="The texts were poor", by=staff)

    assert (entry.amount, entry.by, left(job)) == (1, staff, 20)
    with pytest.raises(NotAllowedError, match="no credits that could be given back"):
        ledger.refund(job, note="", by=staff)


def test_nothing_is_refunded_while_a_run_is_open():
    job = start_running(make_funnel())
    write(job, 1)

    with pytest.raises(NotAllowedError) as refusal:
        ledger.refund(job, note="", by=None)

    assert refusal.value.code == "job_open"


def test_the_ledger_outlives_the_record_of_a_run():
    job = failed(make_funnel(name="Calm"))
    owner = job.owner

    delete_job(job)

    entries = CreditEntry.objects.filter(owner=owner).order_by("pk")
    assert list(entries.values_list("job", "note", "amount"))[1:] == [(None, "Calm", -14), (None, "Calm", 13)]
    assert accounts.account_of(owner).balance == 19


def test_a_person_is_deleted_with_their_ledger():
    job = failed(make_funnel())

    delete_owner(job.owner)

    assert not CreditAccount.objects.exists()
    assert not CreditEntry.objects.exists()


def test_a_claim_and_a_result_do_not_ask_the_ledger(django_assert_max_num_queries):
    """Nothing of it is on the path of every task: only a start and an end wait for the account."""
    job = start_running(make_funnel())

    with django_assert_max_num_queries(100) as asked:
        finish(begin(job, 1), job)

    assert not [query for query in asked.captured_queries if "credit_" in query["sql"]]
