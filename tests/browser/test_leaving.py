"""Work that goes on without the browser, and a browser that finds it again wherever it looks."""

import time

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from generation.engine.jobs import cancel_job, start_job
from tests.support.funnels import wait_for_end
from tests.support.run_page import open_run_page

A_QUIET_WHILE_MS = 6_000


@pytest.fixture
def half_written(writing, funnel):
    """A funnel of Ana's; three of its parts are written, the fourth takes until the provider goes on."""
    writing.hold_after(3)
    start_job(funnel)
    return funnel


def test_a_person_looks_at_other_pages_while_it_is_written(signed_in, writing, half_written):
    run = open_run_page(signed_in, half_written)
    run.expect_done(3)

    run.page.get_by_role("link", name="Funnels").first.click()
    expect(run.page.locator("main")).to_contain_text("Focus Funnel")
    run.page.get_by_role("link", name="History").first.click()
    writing.go_on()
    run.page.go_back()
    run.page.go_back()

    run.expect_ready()


def test_a_page_loaded_anew_in_the_middle_shows_where_it_stands(signed_in, writing, half_written):
    run = open_run_page(signed_in, half_written)
    run.expect_done(3)

    run.page.reload()
    run.expect_done(3)
    writing.go_on()

    run.expect_ready()


def test_it_is_written_to_the_end_while_the_browser_is_closed(signed_in, visitor, writing, half_written):
    run = open_run_page(signed_in, half_written)
    run.expect_done(3)
    signed_in.close()
    writing.go_on()
    wait_for_end(half_written.jobs.get())

    open_run_page(visitor(signed_in.user), half_written).expect_ready()


def test_a_cancelled_run_is_resumed_after_the_browser_was_closed(signed_in, visitor, writing, half_written):
    open_run_page(signed_in, half_written).expect_done(3)
    cancel_job(half_written.jobs.get())
    signed_in.close()
    writing.go_on()

    run = open_run_page(visitor(signed_in.user), half_written)
    run.press("Resume (11 left)")
    run.expect_ready()

    assert len(writing.requests) == 4 + 11


def test_two_tabs_of_a_person_stay_in_step(signed_in, writing, half_written):
    tabs = [open_run_page(signed_in, half_written) for _ in range(2)]
    for tab in tabs:
        tab.expect_done(3)

    writing.hold_after(5)
    for tab in tabs:
        tab.expect_done(5)

    writing.go_on()
    for tab in tabs:
        tab.expect_ready()


def test_updates_stop_when_the_page_is_left(signed_in, writing, half_written):
    run = open_run_page(signed_in, half_written)
    run.expect_done(3)
    run.page.goto("about:blank")
    left = time.monotonic()

    writing.go_on()
    run.page.wait_for_timeout(3_000)

    assert signed_in.asked_since(left) == []


def test_no_page_polls_while_its_stream_lives(signed_in, writing, half_written):
    open_run_page(signed_in, half_written).expect_done(3)
    pages = [signed_in.open(reverse(name)) for name in ("dashboard", "history", "account")]
    for page in pages:
        page.wait_for_timeout(700)
    quiet_from = time.monotonic()

    pages[0].wait_for_timeout(A_QUIET_WHILE_MS)

    assert signed_in.asked_since(quiet_from) == []
