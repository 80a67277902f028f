"""A page that loses its stream, with the server, the network or the session: how it goes on, and where to."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Page, expect

from generation.models import GenerationJob
from tests.support.browser import Visitor
from tests.support.galley import start_web
from tests.support.jobs import start_running, write
from tests.support.live import STREAM, badge, badge_said, expect_done, open_live, streams_asked_for
from tests.support.processes import Processes

SIGN_IN = re.compile("/sign-in/")
WEB_IS_AWAY = (
    "ERR_CONNECTION_REFUSED",
    "ERR_CONNECTION_RESET",
    "ERR_EMPTY_RESPONSE",
    "ERR_INCOMPLETE_CHUNKED_ENCODING",
)


@pytest.fixture
def job(funnel) -> GenerationJob:
    """A job of Ana's that runs, with nothing of it begun."""
    return start_running(funnel)


@pytest.fixture
def web_at(address, processes: Processes) -> Callable[..., str]:
    """Starts a web server of this test's, and returns where it answers: `web_at()`, `web_at(port)`.

    It does not look whether a word was lost: what a page shows there of a change it was told.
    """

    def start(port: int | None = None) -> str:
        env = {"DJANGO_SETTINGS_MODULE": "tests.support.web_settings"}
        return start_web(processes, env=env, port=port, entry="tests.support.quiet_web").address

    return start


@pytest.fixture
def restartable(browser: Browser, web_at, signed_in) -> Iterator[tuple[Visitor, Page, int | None]]:
    """Ana at a web server that may be stopped, and its port."""
    where = web_at()
    ana = Visitor(browser, where, user=signed_in.user)
    ana.expect_trouble(*WEB_IS_AWAY)
    yield ana, open_live(ana), urlsplit(where).port
    ana.close()
    assert ana.complaints() == []


def open_listening(visitor: Visitor) -> Page:
    """Open a page that never looks again by itself; return it once its stream was let in."""
    page = visitor.context.new_page()
    with page.expect_response(f"**{STREAM}"):
        page.goto("/account/")
    return page


def test_a_page_goes_on_by_itself_when_redis_was_restarted(signed_in, job, redis_server):
    page = open_live(signed_in)

    redis_server.restart()
    write(job, 1)
    expect_done(page, 1)
    write(job, 2)
    expect_done(page, 2)

    expect(badge(page)).to_have_text("Live")
    assert streams_asked_for(signed_in) == 1


def test_a_page_goes_on_by_itself_when_the_web_server_was_restarted(restartable, web_at, processes, job):
    ana, page, port = restartable
    other = open_live(ana)
    web = processes.started[-1]
    web.terminate()
    expect(badge(page)).to_have_text("Offline, checking every 3 s")
    assert badge_said(page)[-2:] == ["Reconnecting...", "Offline, checking every 3 s"]
    web.wait_for_end()
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
    signed_in.expect_trouble("status of 401")  # the stream's, should the server end it first
    page = open_live(signed_in)
    Session.objects.all().delete()

    write(job, 1)

    expect(page).to_have_url(SIGN_IN)


def test_a_stream_that_is_refused_leads_to_the_sign_in_page(signed_in):
    signed_in.expect_trouble("status of 401")
    page = open_listening(signed_in)
    Session.objects.all().delete()

    page.evaluate("window.dispatchEvent(new Event('offline'))")  # have it open its stream anew

    expect(page).to_have_url(SIGN_IN)


def test_a_stream_that_is_refused_takes_nothing_away_that_was_typed(signed_in):
    signed_in.expect_trouble("status of 401")
    page = open_listening(signed_in)
    page.get_by_label("First name").fill("Anastasia")
    Session.objects.all().delete()

    page.evaluate("window.dispatchEvent(new Event('offline'))")

    expect(page.get_by_role("alert")).to_contain_text("You are signed out.")
    expect(page.get_by_label("First name")).to_have_value("Anastasia")
