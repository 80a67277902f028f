"""Usage over the API: one's own, and nobody else's."""

from datetime import timedelta

from django.utils import timezone

from generation.app_settings import DAILY_JOB_LIMIT
from generation.engine.allowances import ledger
from generation.models import TaskAttempt
from settings_app import store
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import fail, start_running, write


def test_somebody_new_has_what_everybody_begins_with(api):
    nothing = {
        "provider_calls": 0,
        "input_tokens": 0,
        "cached_input_tokens": 0,
        "output_tokens": 0,
        "cost_usd": "0.0000",
    }
    before = timezone.now()

    usage = api.get("/api/usage/").json()

    days = (before, timezone.now())  # of which the second may be the next one
    assert usage.pop("resets_at") in [f"{day + timedelta(days=1):%Y-%m-%dT00:00:00Z}" for day in days]
    assert usage.pop("month_began_at") in [f"{day:%Y-%m-01T00:00:00Z}" for day in days]
    assert usage == {
        "credits": 10_000,
        "credits_set_aside": 0,
        "daily_limit": 100,
        "started_today": 0,
        "this_month": nothing,
        "in_all": nothing,
    }


def test_what_an_open_job_holds_is_told_apart(api, ana):
    write(start_running(make_funnel(ana)), 1)

    usage = api.get("/api/usage/").json()

    assert (usage["credits"], usage["credits_set_aside"], usage["started_today"]) == (9_986, 14, 1)


def test_tokens_and_cost_are_those_of_all_tries_this_month_and_in_all(api, ana):
    job = start_running(make_funnel(ana))
    write(job, 1)
    write(job, 2)
    fail(job, 3)
    last_year = timezone.now() - timedelta(days=400)
    TaskAttempt.objects.filter(task__position=1).update(started_at=last_year)
    write(start_running(make_funnel(make_user("ben"))), 1)

    usage = api.get("/api/usage/").json()

    assert (usage["this_month"]["provider_calls"], usage["in_all"]["provider_calls"]) == (2, 3)
    assert (usage["this_month"]["cost_usd"], usage["in_all"]["cost_usd"]) == ("0.0015", "0.0030")
    assert usage["in_all"]["output_tokens"] == 20


def test_no_limit_is_null(api):
    store.save({DAILY_JOB_LIMIT.key: 0}, changed_by=None)

    assert api.get("/api/usage/").json()["daily_limit"] is None


def test_a_start_that_cannot_be_paid_is_refused_with_a_sentence(api, ana):
    funnel = make_funnel(ana)
    ledger.grant(ana, -9_990, note="", by=None)

    answer = api.post(f"/api/funnels/{funnel.pk}/generate/")

    assert (answer.status_code, answer.json()["code"]) == (409, "no_credits")
    assert answer.json()["detail"].startswith("This takes 14 credits, and you have 10.")


def test_the_lines_of_the_ledger_are_ones_own(api, ana):
    job = start_running(make_funnel(ana, name="Calm"))
    ledger.grant(make_user("ben"), 5, note="", by=None)

    answer = api.get("/api/usage/entries/").json()

    assert answer["count"] == 2
    entry = answer["results"][0]
    assert (entry["kind"], entry["amount"], entry["job"], entry["note"]) == (
        "reserve",
        -14,
        str(job.pk),
        "Calm",
    )


def test_nobody_reads_a_usage_unless_signed_in(client, db):
    assert client.get("/api/usage/").status_code == 401
    assert client.get("/api/usage/entries/").status_code == 401
