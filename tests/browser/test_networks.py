"""Phones, slow lines, and none at all."""

from playwright.sync_api import expect

from generation.engine.jobs import start_job
from tests.support.browser import PHONE
from tests.support.run_page import open_run_page

SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 25_000}


def test_a_funnel_is_generated_from_a_phone_on_a_slow_line(visitor, signed_in, writing, funnel):
    phone = visitor(signed_in.user, **PHONE)
    page = phone.context.new_page()
    phone.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)
    run = open_run_page(phone, funnel, page=page)

    run.generate()

    run.expect_ready()


def test_a_page_that_was_offline_catches_up(signed_in, writing, funnel):
    writing.hold_after(3)
    start_job(funnel)
    run = open_run_page(signed_in, funnel)
    run.expect_done(3)

    with signed_in.offline():
        expect(run.page.locator("[data-connection]").first).to_contain_text("Offline")
        writing.hold_after(7)
        run.page.wait_for_timeout(1_000)
        run.expect_done(3)

    run.expect_done(7)
