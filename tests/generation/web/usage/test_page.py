"""The usage page: what is left, what was used, and where credits went."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from generation.app_settings import DAILY_JOB_LIMIT
from generation.engine.allowances import ledger
from generation.engine.standing.entries import shown_entries, with_those_together
from generation.engine.verbs.deletion import delete_job
from generation.engine.verbs.jobs import cancel_job
from generation.models import CreditEntry, GenerationJob, TaskAttempt
from generation.states import CreditKind
from settings_app import store
from tests.support.admin import client_of, text_of
from tests.support.batches import make_batch
from tests.support.funnels import make_funnel, make_user
from tests.support.job_states import cancelled, failed, finished
from tests.support.jobs import start_running

pytestmark = pytest.mark.django_db

USAGE = reverse("usage")


@pytest.fixture
def ana():
    return make_user()


@pytest.fixture
def page(ana):
    return lambda query="": text_of(client_of(ana).get(USAGE + query))


def test_somebody_new_sees_what_they_begin_with(page):
    shown = page()

    assert "Credits 10,000 Enough for 714 whole funnels." in shown
    assert "Started today 0 of 100 starts A batch counts once. Resets" in shown
    assert "Nothing has been counted yet" in shown


def test_credits_of_an_open_run_are_told_apart(page, ana):
    start_running(make_funnel(ana))

    shown = page()

    assert "Credits 9,986" in shown
    assert "Besides, 14 credits set aside for what is being written." in shown
    assert "Started today 1 of 100 starts A batch counts once." in shown


def test_where_there_is_no_limit_none_is_told(page):
    store.save({DAILY_JOB_LIMIT.key: 0}, changed_by=None)

    assert "Started today 0 starts There is no limit. A batch counts once." in page()


def test_who_has_too_few_for_a_funnel_is_told_so(page, ana):
    ledger.grant(ana, -9_990, note="Moved elsewhere", by=None)

    shown = page()

    assert "Credits 10 Not enough for a whole funnel." in shown
    assert "Taken back Moved elsewhere -9,990" in shown


def test_a_line_leads_to_the_run_it_is_for(ana):
    job = failed(make_funnel(ana, name="Calm Inbox"))

    answer = client_of(ana).get(USAGE)

    assert f'<a href="/funnels/{job.funnel_id}/run/?job={job.pk}">Calm Inbox</a>' in answer.content.decode()
    shown = text_of(answer)
    assert "Set aside for a run Calm Inbox -14" in shown
    assert "Given back for what was not written Calm Inbox +13" in shown


def test_a_run_of_which_there_is_no_record_keeps_its_name(page, ana):
    delete_job(failed(make_funnel(ana, name="Calm Inbox")))

    assert "Set aside for a run Calm Inbox -14" in page()


def test_a_run_that_wrote_everything_has_nothing_given_back(page, ana):
    finished(make_funnel(ana, name="Calm Inbox"))

    shown = page()

    assert "Paid: 14 parts Calm Inbox -14" in shown
    assert "Given back" not in shown
    assert "Set aside for a run" not in shown


def test_what_a_batch_set_aside_and_got_back_is_one_line_each(page, ana):
    batch = make_batch(ana, jobs=3, name="Spring")
    for job in batch.jobs.all():  # as runs that fail end: one by one
        cancel_job(job)

    assert CreditEntry.objects.filter(kind=CreditKind.SETTLE).values("at").distinct().count() == 3
    shown = page()
    assert "Set aside for 3 runs Spring -42" in shown
    assert "Given back for what 3 runs did not write Spring +42" in shown
    assert shown.count("Spring") == 2
    settled = CreditEntry.objects.filter(kind=CreditKind.SETTLE)
    settled.filter(pk=settled.last().pk).update(amount=0)
    assert "Given back for what 2 runs did not write Spring +28" in (shown := page())
    assert "Set aside for 3 runs Spring -42" in shown
    settled.update(amount=0)
    assert "Paid: 42 parts Spring -42" in page()


def test_what_a_batch_got_back_is_one_line_when_its_runs_are_cleaned_up(page, ana):
    batch = make_batch(ana, jobs=3, name="Spring")
    for job in batch.jobs.order_by("created_at"):
        cancel_job(job)
    read_before = list(shown_entries(ana).select_related("job"))

    GenerationJob.objects.all().delete()

    shown = page()
    assert "Set aside for 3 runs Funnel 1 and 2 more -42" in shown
    assert "Given back for what 3 runs did not write Funnel 3 and 2 more +42" in shown
    assert shown.count("Given back") == 1
    assert [each.runs for each in with_those_together(ana, read_before)] == [1, 3, 1]


def test_money_is_told_where_it_was_spent(page, ana):
    finished(make_funnel(ana))
    assert "This month 14 0 140 $0.02" in page()

    TaskAttempt.objects.update(cost_micro_usd=0)

    assert "This month 14 0 140 \N{EN DASH}" in page()


def test_nobody_sees_what_another_has_used(page):
    cancelled(make_funnel(make_user("ben"), name="Secret"))

    shown = page()

    assert "Secret" not in shown
    assert "Started today 0 of 100 starts" in shown


def test_many_lines_come_in_pages_and_cost_no_more_queries(page, ana):
    start_running(make_funnel(ana))
    page()
    assert "Given What everybody begins with +10,000" in page()
    with CaptureQueriesContext(connection) as few:
        page()
    for number in range(40):
        ledger.grant(ana, 1, note=f"gift {number}", by=None)
    start_running(make_funnel(ana))

    with CaptureQueriesContext(connection) as many:
        page()

    assert len(many) <= len(few) + 1  # the count of a list that fills its page
    assert "Page 1 of 2" in page()
    assert "What everybody begins with" in page("?page=2")
