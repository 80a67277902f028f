"""The event stream in real tabs: one for all of a person's, and no tab is ever left behind."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from config.embedded.ports import free_port
from tests.support.browser import Visitor, wait_for
from tests.support.galley import start_web
from tests.support.looks import settle
from tests.support.processes import Processes

STREAM = "/api/events/"
SIGN_IN = re.compile("/sign-in/")
SILENT_MS = 46_000  # longer than a tab that follows waits for a word of the one with the stream
WEB_IS_AWAY = (
    "ERR_CONNECTION_REFUSED",
    "ERR_CONNECTION_RESET",
    "ERR_EMPTY_RESPONSE",
    "ERR_INCOMPLETE_CHUNKED_ENCODING",
)


@pytest.fixture
def job(funnel):
    """A job of Ana's that runs, with nothing of it begun."""
    from tests.support.jobs import start_running

    return start_running(funnel)


@pytest.fixture
def web_at(address, processes: Processes):
    """Starts a web server on a port of this test's: `web_at(port)` returns the process."""

    def start(port: int):
        start_web(processes, env={"DJANGO_SETTINGS_MODULE": "tests.support.web_settings"}, port=port)
        return processes.started[-1]

    return start


def open_live(visitor: Visitor) -> Page:
    """Open a tab; return it once it is live. A badge stands in it, whatever the page shows."""
    page = visitor.open("/history/")
    page.evaluate("document.body.append(Object.assign(document.createElement('p'), {id: 'badge'}))")
    page.evaluate("document.getElementById('badge').dataset.connection = ''")
    page.evaluate("document.dispatchEvent(new CustomEvent('galley:looked'))")
    expect(badge(page)).to_have_text("Live")
    return page


def badge(page: Page) -> Locator:
    return page.locator("#badge")


def expect_done(page: Page, count: int) -> None:
    """Wait until the tracker says that so many parts are done."""
    expect(page.locator("#tracker-entries")).to_contain_text(f"{count}/14")


def write(job, position: int) -> None:
    from tests.support import jobs

    jobs.write(job, position)


def streams_asked_for(visitor: Visitor) -> int:
    return sum(asked.path == STREAM and asked.kind == "eventsource" for asked in visitor.asked)


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
    from tests.support.funnels import make_user

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


def test_a_page_goes_on_by_itself_when_redis_was_restarted(signed_in, job, redis_server):
    page = open_live(signed_in)

    redis_server.restart()
    write(job, 1)
    expect_done(page, 1)
    write(job, 2)
    expect_done(page, 2)

    expect(badge(page)).to_have_text("Live")
    assert streams_asked_for(signed_in) == 1


@pytest.fixture
def restartable(browser: Browser, web_at, signed_in) -> Iterator[tuple[Visitor, Page, int]]:
    """Ana at a web server that may be stopped, and its port."""
    port = free_port()
    web_at(port)
    ana = Visitor(browser, f"http://127.0.0.1:{port}", user=signed_in.user)
    ana.expect_trouble(*WEB_IS_AWAY)
    yield ana, open_live(ana), port
    ana.close()
    assert ana.complaints() == []


def test_a_page_goes_on_by_itself_when_the_web_server_was_restarted(restartable, web_at, processes, job):
    ana, page, port = restartable
    other = open_live(ana)
    processes.started[-1].stop()
    expect(badge(page)).to_have_text("Reconnecting...")
    expect(badge(page)).to_have_text("Offline, checking every 3 s")
    write(job, 1)

    web_at(port)

    for tab in (page, other):
        expect_done(tab, 1)
        expect(badge(tab)).to_have_text("Live")
    write(job, 2)
    expect_done(other, 2)


def test_a_server_that_hangs_is_left_for_another_look_when_it_is_back(restartable, processes, job):
    _, page, _ = restartable
    web = processes.started[-1]
    web.pause()
    write(job, 1)

    web.go_on()

    expect_done(page, 1)


def test_without_a_network_the_badge_says_so_and_then_all_is_caught_up(signed_in, job):
    page, other = open_live(signed_in), open_live(signed_in)

    with signed_in.offline():
        for tab in (page, other):
            expect(badge(tab)).to_have_text("Offline, checking every 3 s")
        write(job, 1)

    for tab in (page, other):
        expect(badge(tab)).to_have_text("Live")
        expect_done(tab, 1)


def test_a_page_that_lost_its_stream_alone_looks_by_itself(signed_in, job):
    signed_in.expect_trouble("ERR_FAILED")
    signed_in.context.route(f"**{STREAM}", lambda route: route.abort())
    page = signed_in.open("/history/")

    write(job, 1)

    expect_done(page, 1)
    write(job, 2)
    expect_done(page, 2)


def test_whoever_was_signed_out_is_led_to_the_sign_in_page(signed_in, job):
    from django.contrib.sessions.models import Session

    page = open_live(signed_in)
    Session.objects.all().delete()

    write(job, 1)

    expect(page).to_have_url(SIGN_IN)


def test_a_stream_that_is_refused_leads_to_the_sign_in_page(signed_in):
    from django.contrib.sessions.models import Session

    signed_in.expect_trouble("status of 401")
    page = signed_in.open("/account/")  # which never looks again by itself
    wait_for(page, lambda: streams_asked_for(signed_in) == 1)
    Session.objects.all().delete()

    page.evaluate("window.dispatchEvent(new Event('offline'))")  # have it open its stream anew

    expect(page).to_have_url(SIGN_IN)


def test_a_stream_that_is_refused_takes_nothing_away_that_was_typed(signed_in):
    from django.contrib.sessions.models import Session

    signed_in.expect_trouble("status of 401")
    page = signed_in.open("/account/")
    wait_for(page, lambda: streams_asked_for(signed_in) == 1)
    page.get_by_label("First name").fill("Anastasia")
    Session.objects.all().delete()

    page.evaluate("window.dispatchEvent(new Event('offline'))")

    expect(page.get_by_role("alert")).to_contain_text("You are signed out.")
    expect(page.get_by_label("First name")).to_have_value("Anastasia")


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
