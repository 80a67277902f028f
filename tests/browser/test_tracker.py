"""The corner that follows a person's runs, on every page but the run's own."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from generation.engine.verbs.jobs import cancel_job
from generation.engine.verbs.notices import claim_endings
from generation.models import EndingNotice
from tests.support.browser import PHONE, Visitor, wait_for
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import begin, fail, start_running, write

TIME_TO_GO_SECONDS = 5
FIVE_ROWS_HIGH = """() => {
  const list = document.querySelector(".tracker-rows");
  return list.clientHeight / list.children[3].offsetHeight < 5.5;
}"""
A_BAR_AT_THE_BOTTOM = """() => {
  const bar = document.querySelector(".tracker-entry")?.getBoundingClientRect();
  if (!bar || bar.height < 56 || bar.height > 60) return false;
  return bar.x === 0 && bar.width === 390 && Math.round(bar.bottom) === 844;
}"""


@pytest.fixture
def ana(transactional_db):
    return make_user("ana")


@pytest.fixture
def job(ana):
    """A run of which two parts are written."""
    job = start_running(make_funnel(ana, name="Focus Funnel"))
    write(job, 1)
    write(job, 2)
    return job


def finish(job) -> None:
    for task in job.tasks.filter(status="pending").order_by("position"):
        write(job, task.position)


def open_with_a_clock(watched: Visitor) -> Page:
    """Open a tab whose time the test can let pass."""
    watched.stop_time()
    return watched.open("/history/")


def rows(page: Page):
    return page.locator(".tracker-rows li")


def test_it_is_folded_at_first_and_unfolds_into_the_parts(visitor, ana, job):
    page = visitor(ana).open("/history/")
    expect(page.locator(".tracker-entry")).to_contain_text("Focus Funnel")
    expect(page.locator(".tracker-entry .num")).to_contain_text("2/14")
    expect(rows(page).first).to_be_hidden()

    page.locator(".tracker summary").click()

    expect(rows(page)).to_have_count(14)
    expect(page.get_by_role("link", name="Lead magnet, part 1")).to_be_visible()
    expect(page.get_by_role("link", name="Open run page")).to_be_visible()
    wait_for(page, lambda: page.evaluate(FIVE_ROWS_HIGH))


def test_the_part_that_is_written_is_in_sight_and_its_time_counts(visitor, ana, job):
    for position in range(3, 10):
        write(job, position)
    begin(job, 10)
    page = visitor(ana).open("/history/")

    page.locator(".tracker summary").click()

    expect(page.locator("[data-current]")).to_be_in_viewport()
    expect(page.locator("[data-current] time")).to_have_text(re.compile(r"^\d+:\d\d$"))


def test_it_is_unfolded_on_the_next_page_too(visitor, ana, job):
    page = visitor(ana).open("/history/")
    page.locator(".tracker summary").click()
    page.wait_for_function("document.cookie.includes('tracker=')")  # nobody else is so quick to leave

    page.goto("/account/")

    expect(rows(page).first).to_be_visible()


def test_on_a_phone_it_is_folded_again_on_the_next_page(visitor, ana, job):
    page = visitor(ana, **PHONE).open("/history/")
    page.locator(".tracker summary").click()
    expect(rows(page).first).to_be_visible()
    page.wait_for_function("document.cookie.includes('tracker=')")

    page.goto("/account/")

    expect(page.locator(".tracker-entry")).to_be_visible()
    expect(rows(page).first).to_be_hidden()


def test_a_dismissed_run_stays_away_on_every_page(visitor, ana, job):
    watched = visitor(ana)
    page = watched.open("/history/")

    with page.expect_response("**/tracker/dismiss/"):
        page.get_by_role("button", name="Dismiss Focus Funnel").click()
    expect(page.locator(".tracker-entry")).to_have_count(0)
    page.goto("/account/")

    expect(page.locator(".tracker-entry")).to_have_count(0)
    expect(watched.open("/history/").locator(".tracker-entry")).to_have_count(0)


def test_a_run_is_dismissed_without_scripts_too(visitor, ana, job):
    page = visitor(ana, java_script_enabled=False).open("/history/")

    page.get_by_role("button", name="Dismiss Focus Funnel").click()

    expect(page).to_have_url(re.compile("/history/$"))
    expect(page.locator(".tracker-entry")).to_have_count(0)


def test_what_went_well_goes_by_itself(visitor, ana, job):
    """The server, whose time goes on, would show it for an hour."""
    finish(job)
    claim_endings(ana)
    EndingNotice.objects.update(told_at=timezone.now() + timedelta(hours=1))
    page = open_with_a_clock(visitor(ana))
    entry = page.locator(".tracker-entry")
    expect(entry).to_contain_text("Focus Funnel is ready")
    expect(entry).to_contain_text("Generation complete")

    page.clock.fast_forward(1000 * (TIME_TO_GO_SECONDS - 1))
    expect(entry).to_be_visible()
    page.clock.fast_forward(1000)

    expect(entry).to_have_count(0)


def test_what_failed_stays(visitor, ana):
    job = start_running(make_funnel(ana, name="Focus Funnel"))
    fail(job, 1)
    page = open_with_a_clock(visitor(ana))

    page.clock.fast_forward(1000 * (TIME_TO_GO_SECONDS + 2))

    expect(page.locator(".tracker-entry")).to_contain_text("1 part failed")
    expect(page.get_by_role("link", name="See").first).to_be_visible()


def test_on_a_phone_it_is_a_bar_at_the_bottom(visitor, ana, job):
    page = visitor(ana, reduced_motion="reduce", **PHONE).open("/history/")

    wait_for(page, lambda: page.evaluate(A_BAR_AT_THE_BOTTOM))
    assert page.evaluate("document.scrollingElement.scrollWidth") == 390


@pytest.mark.parametrize("screen", [{}, PHONE], ids=["desk", "phone"])
def test_a_long_name_gives_way_to_what_stands_beside_it(visitor, ana, screen):
    start_running(make_funnel(ana, name="Pilates at home for people who sit all day long " * 3))
    page = visitor(ana, **screen).open("/history/")
    page.locator(".tracker summary").click()

    for name in ("Cancel", "Dismiss Pilates"):
        expect(page.locator(".tracker").get_by_role("button", name=name)).to_be_in_viewport(ratio=1)


def test_it_moves_with_the_work_on_every_kind_of_page(visitor, ana, job):
    watched = visitor(ana)
    pages = [watched.open(path) for path in ("/history/", "/funnels/new/", "/account/")]
    pages[1].locator(".tracker summary").click()

    write(job, 3)
    begin(job, 4)

    for page in pages:
        expect(page.locator(".tracker-entry .num")).to_contain_text("3/14")
    expect(rows(pages[1]).nth(3).locator("time")).to_have_text(re.compile(r"^\d+:\d\d$"))
    expect(pages[1].locator("details[data-tracked]")).to_have_attribute("open", "")


def test_it_comes_and_goes_with_the_work(visitor, ana):
    funnel = make_funnel(ana, name="Focus Funnel")
    page = visitor(ana).open("/history/")
    expect(page.locator(".tracker-entry")).to_have_count(0)

    job = start_running(funnel)
    expect(page.locator(".tracker-entry")).to_contain_text("Focus Funnel")
    expect(page.get_by_role("link", name="1 running")).to_be_visible()
    cancel_job(job)

    expect(page.locator(".tracker-entry")).to_have_count(0)
    expect(page.get_by_role("link", name="1 running")).to_have_count(0)


def test_a_run_is_cancelled_from_it_after_a_question(visitor, ana, job):
    page = visitor(ana).open("/history/")
    page.locator(".tracker summary").click()
    page.locator(".tracker").get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Keep running")).to_be_focused()

    write(job, 3)
    expect(page.locator(".tracker-entry .num")).to_contain_text("3/14")
    page.get_by_role("button", name="Cancel run").click()

    expect(page.locator(".tracker-entry")).to_have_count(0)
    job.refresh_from_db()
    assert job.status == "cancelled"


def test_the_page_of_a_run_does_without_it(visitor, ana, job):
    page = visitor(ana).open(f"/funnels/{job.funnel_id}/run/")

    write(job, 3)
    page.wait_for_load_state("networkidle")

    expect(page.locator(".tracker-entry")).to_have_count(0)


def test_many_runs_are_stacked_and_one_is_unfolded_at_a_time(visitor, ana):
    for number in range(4):
        start_running(make_funnel(ana, name=f"Funnel {number}"))
    page = visitor(ana).open("/history/")
    expect(page.locator(".tracker-entry")).to_have_count(3)
    expect(page.get_by_text("and 1 more")).to_be_visible()

    page.locator(".tracker summary").nth(0).click()
    page.locator(".tracker summary").nth(1).click()

    expect(page.locator("details[data-tracked][open]")).to_have_count(1)
