"""What the browser shows around a page: the tab's title and the dot on its icon."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from generation.engine.verbs.deletion import delete_job
from tests.support.browser import WITHOUT_WORKER, wait_for
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import fail, start_running, write
from tests.support.live import STREAM
from tests.support.looks import open_settled

HIDE = """
Object.defineProperty(document, "hidden", {get: () => window.isHidden ?? true});
Object.defineProperty(document, "visibilityState", {get: () => document.hidden ? "hidden" : "visible"});
"""
SHOW = "window.isHidden = false; document.dispatchEvent(new Event('visibilitychange'))"
SEEN_MS = 5000


@pytest.fixture
def ana(transactional_db):
    return make_user("ana")


@pytest.fixture
def job(ana):
    return start_running(make_funnel(ana, name="Focus Funnel"))


def dot(page: Page) -> str:
    """Return the colour of the dot on the icon; nothing where there is none."""
    drawn = re.search(r"circle.*?fill%3D%22(.*?)%22", page.locator('link[rel="icon"]').get_attribute("href"))
    return drawn[1] if drawn else ""


def test_the_title_counts_and_is_the_pages_own_again_after_the_end(visitor, ana, job):
    page = visitor(ana).open("/history/")
    expect(page).to_have_title("(0/14) Focus Funnel")

    write(job, 1)
    expect(page).to_have_title("(1/14) Focus Funnel")
    for position in range(2, 15):
        write(job, position)

    expect(page).to_have_title("History - Galley")


def test_a_hidden_page_counts_too(visitor, ana, job):
    watched = visitor(ana)
    watched.context.add_init_script(HIDE)
    page = watched.open("/history/")
    expect(page).to_have_title("(0/14) Focus Funnel")

    write(job, 1)

    expect(page).to_have_title("(1/14) Focus Funnel")


def test_a_hidden_page_learns_what_it_missed_before_its_stream_stood(visitor, ana, job):
    watched = visitor(ana, **WITHOUT_WORKER)
    watched.context.add_init_script(HIDE)
    held: list[Route] = []
    watched.context.route(f"**{STREAM}", lambda route: held.append(route), times=1)
    page = watched.open("/history/")
    wait_for(page, lambda: held and dot(page))
    running = dot(page)
    fail(job, 1)

    held[0].continue_()

    wait_for(page, lambda: dot(page) not in ("", running))
    expect(page).to_have_title("History - Galley")


def test_with_many_runs_the_title_is_that_of_the_page(visitor, ana, job):
    start_running(make_funnel(ana))
    watched = visitor(ana)

    expect(watched.open("/history/")).to_have_title("History - Galley")
    expect(watched.open(f"/funnels/{job.funnel_id}/run/")).to_have_title("(0/14) Focus Funnel")


def test_the_dot_tells_running_done_and_failed_apart(visitor, ana, job):
    """Ends are looked at on a hidden page: where it is seen their dot goes, and a look may come too late."""
    watched = visitor(ana)
    watched.context.clock.install()
    watched.context.add_init_script(HIDE)
    page = watched.open("/history/")
    wait_for(page, lambda: dot(page))
    running = dot(page)

    fail(job, 1)
    wait_for(page, lambda: dot(page) not in ("", running))
    failed = dot(page)
    page.evaluate(SHOW)
    page.clock.fast_forward(SEEN_MS)
    wait_for(page, lambda: not dot(page))
    other = start_running(make_funnel(ana))
    wait_for(page, lambda: dot(page) == running)
    page.evaluate("window.isHidden = true")
    for position in range(1, 15):
        write(other, position)

    wait_for(page, lambda: dot(page) not in ("", running, failed))


@pytest.mark.parametrize(
    "refuse",
    [lambda route: route.abort(), lambda route: route.fulfill(status=503, body="Sorry.")],
    ids=["no network", "503"],
)
def test_a_dot_that_could_not_be_drawn_is_drawn_with_the_next_look(visitor, ana, job, refuse):
    watched = visitor(ana, **WITHOUT_WORKER)
    watched.expect_trouble("ERR_FAILED", "status of 503")
    refused: list[Route] = []
    watched.context.route("**/favicon*.svg", lambda route: (refused.append(route), refuse(route)))
    page = open_settled(watched, "/history/")
    assert refused
    assert not dot(page)
    watched.context.unroute("**/favicon*.svg")

    page.evaluate("document.dispatchEvent(new CustomEvent('galley:looked'))")

    wait_for(page, lambda: dot(page))


def test_a_dot_that_could_not_be_changed_goes_with_its_run(visitor, ana, job):
    watched = visitor(ana, **WITHOUT_WORKER)
    watched.expect_trouble("ERR_FAILED")
    page = open_settled(watched, "/history/")
    wait_for(page, lambda: dot(page))
    refused: list[Route] = []
    watched.context.route("**/favicon*.svg", lambda route: (refused.append(route), route.abort()))
    fail(job, 1)
    wait_for(page, lambda: refused)

    delete_job(job)

    wait_for(page, lambda: not dot(page))


def test_a_dot_that_nobody_saw_stays(visitor, ana, job):
    watched = visitor(ana)
    watched.context.clock.install()
    watched.context.add_init_script(HIDE)
    page = watched.open("/history/")
    wait_for(page, lambda: dot(page))
    running = dot(page)

    fail(job, 1)
    wait_for(page, lambda: dot(page) != running)
    page.clock.fast_forward(SEEN_MS + 1000)

    assert dot(page)
