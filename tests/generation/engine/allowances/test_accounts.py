"""Accounts: what everybody begins with, and how many runs begin in a day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from generation.app_settings import DAILY_JOB_LIMIT, STARTING_CREDITS
from generation.engine.allowances import accounts, ledger
from generation.engine.verbs.jobs import cancel_job, reset_job, resume_job, start_job
from generation.errors import NotAllowedError
from generation.models import CreditAccount, CreditEntry
from generation.states import CreditKind
from settings_app import store
from tests.support.credits import left
from tests.support.funnels import make_funnel, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("twenty_credits_and_a_ledger_that_adds_up")]


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


def test_the_database_keeps_a_balance_from_going_below_nought():
    ledger.grant(make_user(), 5, note="", by=None)

    with pytest.raises(IntegrityError, match="no_credits_owed"), transaction.atomic():
        CreditAccount.objects.update(balance=-1)
