"""Somebody else signs in in the same browser while a page is open: it saves nothing in their name."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import Locator, Page, expect

from generation.models import Section
from tests.support.browser import Visitor
from tests.support.edits import texts
from tests.support.funnels import make_user
from tests.support.job_states import finished
from tests.support.jobs import start_running, write
from tests.support.looks import open_settled

SAYS = "Not saved: somebody else is signed in now. What you typed stays here."
BACK_IN_THE_TAB = "window.dispatchEvent(new Event('focus'))"


@pytest.fixture
def section(funnel) -> Section:
    """The only section of the first part, an e-mail."""
    return write(start_running(funnel), 1, "As it was written.")


@pytest.fixture
def others(visitor) -> list[dict]:
    """The session of somebody who may change whatever anybody has."""
    staff = visitor(make_user("root", is_staff=True, is_superuser=True))
    return staff.context.cookies()


def open_editor(visitor: Visitor, section: Section) -> tuple[Page, Locator]:
    page = open_settled(visitor, f"/funnels/{section.funnel_id}/read/")
    page.get_by_role("link", name="Edit").click()
    text = page.get_by_label("Text", exact=True)
    expect(text).to_be_focused()
    return page, text


def sign_in_elsewhere(visitor: Visitor, cookies: list[dict]) -> list[dict]:
    """Have somebody sign in in another tab; return the session that was there."""
    visitor.expect_trouble("status of 412", "Response Status Error Code 412")
    before = visitor.context.cookies()
    visitor.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    visitor.context.add_cookies(cookies)
    return before


def come_back(visitor: Visitor, page: Page, cookies: list[dict]) -> None:
    visitor.context.add_cookies(cookies)
    page.evaluate(BACK_IN_THE_TAB)


def test_a_brief_says_so_keeps_the_text_and_saves_it_for_its_owner(signed_in, funnel, others):
    page = open_settled(signed_in, f"/funnels/{funnel.pk}/brief/audience/")
    before = sign_in_elsewhere(signed_in, others)
    topic = page.get_by_label("What is it about?")
    topic.fill("Bread")

    expect(page.locator("#save-state")).to_contain_text(SAYS)
    expect(topic).to_have_value("Bread")
    funnel.refresh_from_db()
    assert funnel.brief["topic"] != "Bread"

    come_back(signed_in, page, before)
    expect(page.locator("#save-state")).to_contain_text(re.compile(r"Saved \d"))
    funnel.refresh_from_db()
    assert funnel.brief["topic"] == "Bread"


def test_an_editor_says_so_keeps_the_text_and_saves_it_for_its_owner(signed_in, section, others):
    page, text = open_editor(signed_in, section)
    before = sign_in_elsewhere(signed_in, others)
    text.fill("Mine.")

    expect(page.locator("[data-saving]")).to_contain_text(SAYS)
    expect(text).to_have_value("Mine.")
    assert texts(section) == ["As it was written."]

    come_back(signed_in, page, before)
    expect(page.locator("[data-saving]")).to_contain_text(re.compile(r"Saved \d"))
    assert section.revisions.latest("number").author == signed_in.user


def test_a_page_that_looks_again_does_not_take_what_is_anothers_for_deleted(signed_in, section, visitor):
    stranger = visitor(make_user("ben")).context.cookies()
    page, text = open_editor(signed_in, section)
    signed_in.expect_trouble("status of 404", "Response Status Error Code 404")
    sign_in_elsewhere(signed_in, stranger)
    text.fill("Mine.")

    with page.expect_response(lambda answer: "/read/" in answer.url and answer.status == 404):
        page.evaluate("document.dispatchEvent(new CustomEvent('galley:ready'))")

    expect(page.locator("[data-saving]")).to_contain_text(SAYS)
    expect(page.locator("#toasts")).not_to_contain_text("deleted")
    expect(text).to_have_value("Mine.")


def test_who_has_typed_what_no_page_saves_by_itself_is_told_once(signed_in, funnel, visitor):
    finished(funnel)
    stranger = visitor(make_user("ben")).context.cookies()
    page = open_settled(signed_in, f"/funnels/{funnel.pk}/run/")
    page.get_by_label("What should we know?").fill("Well done.")
    signed_in.expect_trouble("status of 404")
    sign_in_elsewhere(signed_in, stranger)

    page.evaluate("document.dispatchEvent(new CustomEvent('galley:ready'))")

    expect(page.locator("#toasts")).to_contain_text("Somebody else is signed in now.")
    expect(page.get_by_label("What should we know?")).to_have_value("Well done.")
