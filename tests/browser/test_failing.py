"""What a person sees of a failure, and what they can do about it."""

import re
from threading import Event

from playwright.sync_api import expect

from generation.app_settings import MAX_RETRY_ATTEMPTS, RETRY_DELAYS
from generation.engine.gate.incidents import send_trial_now
from generation.engine.verbs.jobs import start_job
from generation.models import ProviderIncident
from settings_app import store
from tests.support import anthropic_replies as replies
from tests.support.anthropic_server import Received
from tests.support.run_page import open_run_page

MANY_TRIALS = 20


def test_a_part_that_failed_says_why_and_is_written_when_it_is_tried_again(signed_in, writing, funnel):
    writing.when(lambda request: "lead_magnet_email_1" in request.keys, replies.status(400))
    start_job(funnel)
    run = open_run_page(signed_in, funnel)

    expect(run.row("Emails")).to_contain_text("Failed")
    expect(run.page.locator("#run-banners")).to_contain_text("The AI service refused the request (400).")
    calls = len(writing.requests)
    run.press("Try again")

    run.expect_ready()
    assert len(writing.requests) == calls + 2


def test_finished_parts_stay_readable_after_a_failure(signed_in, writing, funnel):
    writing.when(lambda request: "lead_magnet_email_1" in request.keys, replies.status(400))
    start_job(funnel)
    run = open_run_page(signed_in, funnel)
    expect(run.page.locator("main")).to_contain_text("12 of 14 done")

    run.read("Lead magnet, part 1")

    expect(run.page.locator("main")).to_contain_text(re.compile("before lunch|after the call|in ten minutes"))


def test_a_provider_that_is_away_costs_a_resume_and_no_finished_part(signed_in, writing, funnel):
    store.save({MAX_RETRY_ATTEMPTS.key: 2}, changed_by=None)
    writing.when(lambda request: request.index >= 3, replies.RESET_BEFORE, replies.RESET_BEFORE)
    start_job(funnel)
    run = open_run_page(signed_in, funnel)
    expect(run.page.locator("main")).to_contain_text("Could not reach the AI service")

    run.press("Resume (11 left)")
    run.expect_ready()

    assert len(writing.requests) == 3 + 2 + 11


def test_try_now_ends_the_wait_for_the_next_try(signed_in, writing, funnel):
    store.save({RETRY_DELAYS[0].key: 600}, changed_by=None)
    writing.script(replies.OVERLOADED)
    start_job(funnel)
    run = open_run_page(signed_in, funnel)
    expect(run.row("Lead magnet, part 1")).to_contain_text("Try 2 of 7 in")

    run.press("Try now")

    run.expect_ready()


def test_a_refused_key_pauses_the_run_which_goes_on_at_once_when_the_service_answers(
    signed_in, writing, funnel
):
    writing.when(lambda request: "lead_magnet_email_1" in request.keys, replies.status(401))
    is_mended = Event()  # no trial that is sent by itself may end the incident before it is seen
    writing.when(
        lambda request: is_trial(request) and not is_mended.is_set(), *[replies.status(401)] * MANY_TRIALS
    )
    start_job(funnel)
    run = open_run_page(signed_in, funnel)
    expect(run.page.locator("#run-banners")).to_contain_text("the run is resumed by itself")

    is_mended.set()
    send_trial_now(ProviderIncident.objects.get())

    run.expect_ready()
    assert len([request for request in writing.requests if not is_trial(request)]) == 12 + 1 + 2


def is_trial(request: Received) -> bool:
    return request.keys == ["greeting"]
