"""Work that goes on without the browser, and a browser that finds it again wherever it looks."""

import time

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from generation.engine.verbs.jobs import cancel_job, start_job
from tests.support.browser import PHONE
from tests.support.funnels import wait_for_end
from tests.support.looks import looks_for_nothing, looks_of, note_events, settle
from tests.support.run_page import open_run_page

SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 25_000}


@pytest.fixture
def half_written(writing, funnel):
    """A funnel of Ana's; three of its parts are written, the fourth takes until the provider goes on."""
    writing.hold_after(3)
    start_job(funnel)
    return funnel


def test_a_person_looks_at_other_pages_while_it_is_written(signed_in, writing, half_written):
    run = open_run_page(signed_in, half_written)
    run.expect_done(3)

    for name in ("Funnels", "History"):
        run.page.get_by_role("link", name=name).first.click()
        expect(run.page.get_by_role("heading", name=name, level=1)).to_be_visible()
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
    writing.wait_for(4)
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


def test_updates_stop_when_the_page_is_left(without_worker, writing, half_written):
    """Without the service worker: it may still be fetching the offline page when the page is left."""
    run = open_run_page(without_worker, half_written)
    run.expect_done(3)
    run.page.goto("about:blank")
    left = time.monotonic()

    writing.go_on()
    run.page.wait_for_timeout(3_000)

    assert without_worker.asked_since(left) == []


def test_a_funnel_is_generated_from_a_phone_on_a_slow_line(visitor, signed_in, writing, funnel):
    phone = visitor(signed_in.user, **PHONE)
    page = phone.context.new_page()
    phone.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)
    run = open_run_page(phone, funnel, page=page)

    run.generate()

    run.expect_ready()


def test_a_page_that_was_offline_catches_up(signed_in, writing, half_written):
    run = open_run_page(signed_in, half_written)
    run.expect_done(3)

    with signed_in.offline():
        expect(run.page.locator("[data-connection]").first).to_contain_text("Offline")
        writing.hold_after(7)
        run.page.wait_for_timeout(1_000)
        run.expect_done(3)

    run.expect_done(7)


def test_in_two_minutes_of_a_generation_pages_ask_only_for_what_they_were_told_of(
    signed_in, writing, half_written
):
    """Five pages in one browser, whole minutes of them idle: what they ask for is in the browser's log."""
    note_events(signed_in)
    of_the_funnel = [reverse(name, args=[half_written.pk]) for name in ("run", "export")]
    addresses = [*of_the_funnel, *(reverse(name) for name in ("dashboard", "history", "account"))]
    tabs = [signed_in.open(address) for address in addresses]
    tabs[0].evaluate("navigator.serviceWorker.ready.then(it => it.active.state)")  # it asks for things, too
    settle(signed_in, tabs[0])
    begun = time.monotonic()
    begun_in = [tab.evaluate("performance.now()") for tab in tabs]

    write_up_to(7, writing, tabs[0])
    settle(signed_in, tabs[0])
    quiet_from = time.monotonic()
    tabs[0].wait_for_timeout(40_000)
    asked_in_the_quiet = signed_in.asked_since(quiet_from)
    write_up_to(12, writing, tabs[0])
    tabs[0].wait_for_timeout(1000 * max(0, begun + 120 - time.monotonic()))

    assert asked_in_the_quiet == []
    assert [it for it in signed_in.asked_since(begun) if not is_look(it, addresses)] == []
    assert sum(it.kind == "eventsource" for it in signed_in.asked) == 1
    for tab, since in zip(tabs, begun_in, strict=True):
        looks = looks_of(tab)
        first = next((number for number, look in enumerate(looks) if look >= since), len(looks))
        assert looks[first:], tab.url
        assert looks_for_nothing(tab, [0, *looks][first:]) == [], tab.url


def write_up_to(count: int, writing, page: Page) -> None:
    """Have one part more written every eight seconds."""
    for number in range(len(writing.requests), count + 1):
        writing.hold_after(number)
        page.wait_for_timeout(8_000)


def is_look(asked, addresses: list[str]) -> bool:
    return asked.kind == "fetch" and (asked.path in addresses or asked.path.startswith("/frame/?"))
