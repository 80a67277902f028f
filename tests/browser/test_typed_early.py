"""What is typed before a page's scripts stand: the page finds it there, and treats it as typed."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from generation.models import Funnel
from tests.support.browser import WITHOUT_WORKER
from tests.support.edits import texts
from tests.support.funnels import make_funnel, make_user, sample
from tests.support.jobs import start_running, write

SAVED_AT = re.compile(r"Saved \d")
OpenEarly = Callable[[str], tuple[Page, Callable[[], None]]]


@pytest.fixture
def open_early(without_worker) -> OpenEarly:
    """Opens a page whose scripts are still under way, and returns with it what lets them come."""

    def open_page(path: str) -> tuple[Page, Callable[[], None]]:
        page = without_worker.context.new_page()
        return page, go_early(page, path)

    return open_page


def go_early(page: Page, path: str) -> Callable[[], None]:
    held: list[Route] = []
    answer = held.append

    def let_scripts_come() -> None:
        nonlocal answer
        answer = Route.continue_
        for route in held:
            route.continue_()

    page.route("**/*.js", lambda route: answer(route))
    page.goto(path, wait_until="commit")
    return let_scripts_come


def test_a_brief_that_is_completed_early_is_saved_and_can_be_generated(open_early, signed_in):
    brief = sample()["brief"]
    del brief["author"]
    funnel = make_funnel(signed_in.user, brief=brief, draft=True)
    page, let_scripts_come = open_early(f"/funnels/{funnel.pk}/brief/style/")
    page.get_by_label("Who publishes it?").fill("Harbour Desk")
    let_scripts_come()

    expect(page.locator("#save-state")).to_contain_text(SAVED_AT)
    expect(page.get_by_role("button", name="Generate", exact=True)).to_be_enabled()
    assert Funnel.objects.get().brief["author"] == "Harbour Desk"


def test_a_choice_that_is_made_early_is_saved(open_early, funnel):
    page, let_scripts_come = open_early(f"/funnels/{funnel.pk}/brief/audience/")
    page.get_by_label("Language").select_option("de")
    let_scripts_come()

    expect(page.locator("#save-state")).to_contain_text(SAVED_AT)
    funnel.refresh_from_db()
    assert funnel.language == "de"


def test_what_is_typed_early_is_not_replaced_by_what_was_kept_before(open_early, funnel, without_worker):
    without_worker.expect_trouble("status of 404", "Response Status Error Code 404")
    path = f"/funnels/{funnel.pk}/brief/audience/"
    page, let_scripts_come = open_early(path)
    let_scripts_come()
    page.on("dialog", lambda dialog: dialog.accept())
    page.route("**/brief/**", lambda route: route.fulfill(status=404))  # which is not tried again in leaving
    page.get_by_label("What is it about?").fill("Bread")
    page.get_by_label("Who is it for?").fill("People with an oven")
    expect(page.locator("#save-state")).to_contain_text("Not saved: this is not there any more.")
    page.unroute("**/brief/**")

    let_scripts_come = go_early(page, path)
    page.get_by_label("What is it about?").fill("Rolls")
    let_scripts_come()

    expect(page.locator("#save-state")).to_contain_text(SAVED_AT)
    funnel.refresh_from_db()
    assert (funnel.brief["topic"], funnel.brief["audience"]) == ("Rolls", "People with an oven")


def test_a_brief_that_is_only_looked_at_is_not_saved(signed_in, funnel):
    funnel.brief["audience"] = "Two\nlines, as a program may write them"
    funnel.save()

    page = signed_in.open(f"/funnels/{funnel.pk}/brief/audience/")

    page.wait_for_timeout(500)
    expect(page.locator("#save-state")).to_have_text("Saved as you go")
    assert not [asked for asked in signed_in.asked if asked.method == "POST" and "/brief/" in asked.path]


def test_a_section_that_is_changed_early_is_saved_and_previewed(open_early, funnel):
    section = write(start_running(funnel), 1, "As it was written.")
    page, let_scripts_come = open_early(f"/sections/{section.pk}/edit/")
    page.get_by_label("Text", exact=True).fill("A **bold** text.")
    let_scripts_come()

    expect(page.locator(".see strong")).to_have_text("bold")
    expect(page.locator("[data-saving]")).to_contain_text(SAVED_AT)
    assert texts(section) == ["As it was written.", "A **bold** text."]


def test_what_is_searched_for_early_is_found(open_early, funnel):
    page, let_scripts_come = open_early("/funnels/")
    page.get_by_label("Search your funnels").fill("no such name")
    let_scripts_come()

    expect(page.get_by_text("Nothing found")).to_be_visible()


def test_a_setting_that_is_changed_early_is_counted_and_explained(visitor):
    staff = visitor(make_user("root", is_staff=True, is_superuser=True), **WITHOUT_WORKER)
    page = staff.context.new_page()
    let_scripts_come = go_early(page, "/settings/")
    page.get_by_label("Tries per task").fill("2")
    let_scripts_come()

    expect(page.locator("[data-unsaved]")).to_have_text("1 change not saved")
    expect(page.locator("[data-means]")).to_have_text("A failing task gives up after 5 s.")
