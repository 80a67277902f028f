"""The event stream in real tabs: one for all of a person's, and no tab is ever left behind."""

import pytest
from playwright.sync_api import Page, expect

from generation.models import GenerationJob
from tests.support.browser import wait_for
from tests.support.funnels import make_user
from tests.support.jobs import start_running, write
from tests.support.live import badge, expect_done, open_live, streams_asked_for
from tests.support.looks import settle

SILENT_MS = 46_000  # longer than a tab that follows waits for a word of the one with the stream


@pytest.fixture
def job(funnel) -> GenerationJob:
    """A job of Ana's that runs, with nothing of it begun."""
    return start_running(funnel)


def test_ten_tabs_share_one_stream_and_are_in_step(signed_in, job):
    tabs = [open_live(signed_in) for _ in range(10)]

    write(job, 1)
    write(job, 2)

    for tab in tabs:
        expect_done(tab, 2)
    assert streams_asked_for(signed_in) == 1


def test_another_tab_takes_over_when_the_one_with_the_stream_is_closed(signed_in, job):
    leader, *others = [open_live(signed_in) for _ in range(3)]

    leader.close()
    wait_for(others[0], lambda: streams_asked_for(signed_in) == 2)
    write(job, 1)

    for tab in others:
        expect_done(tab, 1)
        expect(badge(tab)).to_have_text("Live")
    assert streams_asked_for(signed_in) == 2


def test_another_tab_takes_over_from_one_that_is_frozen_and_gives_way_to_nobody(signed_in, job):
    leader = open_live(signed_in)
    other = signed_in.context.new_page()
    other.clock.install()
    other.goto("/history/")
    wait_for(other, lambda: other.locator("#tracker-entries").count())
    freezer = signed_in.context.new_cdp_session(leader)
    freezer.send("Page.setWebLifecycleState", {"state": "frozen"})
    write(job, 1)

    other.clock.fast_forward(SILENT_MS)
    wait_for(other, lambda: streams_asked_for(signed_in) == 2)
    expect_done(other, 1)
    freezer.send("Page.setWebLifecycleState", {"state": "active"})
    write(job, 2)

    for tab in (leader, other):
        expect_done(tab, 2)
    assert streams_asked_for(signed_in) == 2


def test_what_happens_while_tabs_change_over_is_not_missed(signed_in, job):
    leader, other = open_live(signed_in), open_live(signed_in)

    leader.close()
    write(job, 1)

    expect_done(other, 1)


def test_two_people_in_two_browsers_have_a_stream_each(visitor, signed_in, job):
    ben = visitor(make_user("ben"))
    mine, theirs = open_live(signed_in), open_live(ben)

    write(job, 1)

    expect_done(mine, 1)
    assert (streams_asked_for(signed_in), streams_asked_for(ben)) == (1, 1)
    assert theirs.locator(".tracker-entry").count() == 0


def test_a_tab_that_left_has_no_stream_and_one_that_comes_back_has(signed_in, job):
    page = open_live(signed_in)
    page.goto("about:blank")

    write(job, 1)
    page.go_back()

    expect_done(page, 1)
    wait_for(page, lambda: streams_asked_for(signed_in) == 2)
    write(job, 2)
    expect_done(page, 2)


def test_without_locks_every_tab_has_a_stream_of_its_own(signed_in, job):
    signed_in.context.add_init_script("delete Navigator.prototype.locks")
    tabs = [open_live(signed_in) for _ in range(2)]

    write(job, 1)

    for tab in tabs:
        expect_done(tab, 1)
    assert streams_asked_for(signed_in) == 2


def test_a_page_of_nobody_has_no_stream(visitor):
    somebody = visitor(None)
    page = somebody.open("/sign-in/")
    page.wait_for_timeout(500)

    assert streams_asked_for(somebody) == 0


def test_a_hidden_tab_waits_until_it_is_seen(signed_in, job):
    page = open_live(signed_in)
    page.evaluate("navigator.serviceWorker.ready.then(it => it.active.state)")  # it asks for things, too
    _hide(page, hidden=True)
    settle(signed_in, page, seconds=1)
    asked = len(signed_in.asked)
    write(job, 1)
    page.wait_for_timeout(1_500)
    assert signed_in.asked[asked:] == []

    _hide(page, hidden=False)

    expect_done(page, 1)


def _hide(page: Page, *, hidden: bool) -> None:
    """Let the page believe it; a headless browser shows every tab."""
    page.evaluate(
        "(hidden) => { Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });"
        " document.dispatchEvent(new Event('visibilitychange')); }",
        hidden,
    )
