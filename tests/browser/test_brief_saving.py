"""A brief that cannot be saved just now: the page says so, keeps what was typed, and saves it once it can."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from generation.models import Funnel
from tests.support.browser import Visitor, wait_for

SAVED_AT = re.compile(r"Saved \d")
STATE = "#save-state"
HAS_SERVICE_WORKER = "async () => (await navigator.serviceWorker.ready) && navigator.serviceWorker.controller"


@pytest.fixture
def page(signed_in, funnel) -> Page:
    return open_brief(signed_in, funnel)


def open_brief(visitor: Visitor, funnel: Funnel) -> Page:
    page = visitor.context.new_page()
    with page.expect_response("**/api/events/"):  # or a stream that is refused would lead to signing in
        page.goto(f"/funnels/{funnel.pk}/brief/audience/")
    return page


def type_topic(page: Page, text: str) -> None:
    page.get_by_label("What is it about?").fill(text)
    page.keyboard.press("Tab")


def topic_of(funnel: Funnel) -> str:
    funnel.refresh_from_db()
    return funnel.brief["topic"]


def test_who_is_signed_out_is_told_and_what_was_typed_is_saved_after_signing_in(page, funnel, signed_in):
    kept = page.context.cookies()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    type_topic(page, "Bread")
    expect(page.locator(STATE)).to_have_text(re.compile("^You are signed out."))
    assert topic_of(funnel) != "Bread"

    page.context.add_cookies(kept)
    page.evaluate("window.dispatchEvent(new Event('focus'))")  # back from the tab where they signed in

    expect(page.locator(STATE)).to_contain_text(SAVED_AT)
    assert topic_of(funnel) == "Bread"


def test_what_was_typed_while_signed_out_is_back_after_signing_in_here(page, funnel):
    kept = page.context.cookies()
    page.on("dialog", lambda dialog: dialog.accept())  # leave, although it is not saved
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    type_topic(page, "Bread")
    expect(page.locator(STATE)).to_contain_text("You are signed out.")
    address = page.url
    page.goto("/sign-in/")
    page.context.add_cookies(kept)

    page.goto(address)

    expect(page.get_by_label("What is it about?")).to_have_value("Bread")
    expect(page.locator(STATE)).to_contain_text(SAVED_AT)
    assert topic_of(funnel) == "Bread"


@pytest.mark.parametrize(
    ("status", "words"), [(503, "Galley cannot be reached"), (403, "you are signed out")]
)
def test_a_refusal_in_passing_is_tried_again(without_worker, funnel, status, words):
    without_worker.expect_trouble(f"status of {status}", f"Response Status Error Code {status}")
    page = open_brief(without_worker, funnel)
    page.route("**/brief/**", lambda route: route.fulfill(status=status))
    type_topic(page, "Bread")
    expect(page.locator(STATE)).to_contain_text(f"Not saved: {words}")

    page.unroute("**/brief/**")
    if status == 403:
        page.evaluate("window.dispatchEvent(new Event('focus'))")

    expect(page.locator(STATE)).to_contain_text(SAVED_AT)
    assert topic_of(funnel) == "Bread"


def test_leaving_before_it_is_saved_is_asked_about_and_loses_nothing(signed_in, funnel):
    signed_in.stop_time()
    page = open_brief(signed_in, funnel)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_label("What is it about?").fill("Bread")
    page.goto("/funnels/")
    assert asked == ["beforeunload"]

    wait_for(page, lambda: topic_of(funnel) == "Bread")
    page.go_back()

    expect(page.get_by_label("What is it about?")).to_have_value("Bread")


def test_a_tab_that_is_closed_before_it_is_saved_loses_nothing(page, funnel, signed_in):
    """Though a service worker has the page in hand: what went through it was lost now and then."""
    page.wait_for_function(HAS_SERVICE_WORKER)
    address, other = page.url, signed_in.open("/account/")
    page.get_by_label("What is it about?").fill("Bread")

    page.close(run_before_unload=True)

    wait_for(other, lambda: topic_of(funnel) == "Bread")
    other.goto(address)
    expect(other.get_by_label("What is it about?")).to_have_value("Bread")


def test_only_what_has_a_limit_is_counted(signed_in, funnel):
    page = signed_in.open(f"/funnels/{funnel.pk}/brief/offer/")
    page.get_by_text("Lead magnet", exact=True).click()
    price = page.locator("#id_products-lead_magnet-price")

    price.fill("abc")
    price.press("Tab")

    expect(page.get_by_text("Write a price such as 17.00")).to_be_visible()
    assert "undefined" not in page.locator("main").inner_text()
    border, plain = (
        page.locator(each).evaluate("field => getComputedStyle(field).borderTopColor")
        for each in ("#id_products-lead_magnet-price", "#id_products-lead_magnet-name")
    )
    assert border != plain
