"""Describing a funnel with scripts: saved while one types, told at the field, never overtaken by itself."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from generation.engine.verbs.jobs import start_job
from generation.models import Funnel
from tests.support.browser import wait_for

SAVED_AT = re.compile(r"Saved \d")


@pytest.fixture
def step(funnel: Funnel) -> str:
    return f"/funnels/{funnel.pk}/brief/audience/"


@pytest.fixture
def page(signed_in, step) -> Page:
    return signed_in.open(step)


def brief_of(funnel: Funnel) -> dict:
    funnel.refresh_from_db()
    return funnel.brief


def test_what_is_typed_is_saved_by_itself_and_the_focus_stays(page, funnel):
    topic = page.get_by_label("What is it about?")
    topic.fill("Bread")

    expect(page.locator("#save-state")).to_contain_text(SAVED_AT)
    expect(topic).to_be_focused()
    expect(page.locator("[data-count-of=id_topic]")).to_have_text("5/1000")
    assert brief_of(funnel)["topic"] == "Bread"


def test_going_on_right_after_typing_loses_nothing_and_meets_no_conflict(page, funnel):
    page.get_by_label("What is it about?").fill("Bread")
    page.get_by_label("Who is it for?").fill("People with an oven")
    page.get_by_role("button", name="Next: Offer").click()

    expect(page.get_by_role("heading", name="Offer", level=1)).to_be_visible()
    assert brief_of(funnel)["topic"] == "Bread"
    assert brief_of(funnel)["audience"] == "People with an oven"


def test_going_on_while_an_earlier_save_is_under_way_saves_the_rest_and_goes_on(without_worker, step, funnel):
    page = without_worker.open(step)
    held: list[Route] = []
    page.route(f"**{step}", lambda route: held.append(route), times=1)
    topic = page.get_by_label("What is it about?")
    topic.fill("Bread")
    topic.press("Tab")
    wait_for(page, lambda: held)
    page.get_by_label("Who is it for?").fill("People with an oven")
    page.get_by_role("button", name="Next: Offer").click()

    held[0].continue_()

    expect(page.get_by_role("heading", name="Offer", level=1)).to_be_visible()
    assert brief_of(funnel)["audience"] == "People with an oven"


def test_a_field_that_is_left_says_what_is_wrong_until_it_is_mended(page):
    page.get_by_role("button", name="Next: Offer").click()
    page.get_by_text("Lead magnet", exact=True).click()
    page.wait_for_load_state()
    price = page.locator("#id_products-lead_magnet-price")

    price.fill("abc")
    price.press("Tab")
    expect(page.get_by_text("Write a price such as 17.00, or free.")).to_be_visible()
    expect(price).to_have_attribute("aria-invalid", "true")

    price.fill("0,00")
    price.press("Tab")
    expect(page.get_by_text("Write a price such as 17.00")).to_have_count(0)
    expect(price).not_to_have_attribute("aria-invalid", "true")


def test_two_tabs_show_both_texts_and_keep_the_one_that_is_chosen(page, funnel, step, signed_in):
    signed_in.expect_trouble("409")
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_label("What is it about?").fill("Theirs")
    other.keyboard.press("Tab")
    expect(other.locator("#save-state")).to_contain_text(SAVED_AT)

    page.get_by_label("What is it about?").fill("Mine")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Compare").click()
    expect(page.locator(".theirs")).to_have_text("Theirs")
    page.get_by_role("button", name="Keep mine").click()

    expect(page.get_by_label("What is it about?")).to_have_value("Mine")
    expect(page.locator(".theirs")).to_have_count(0)
    assert brief_of(funnel)["topic"] == "Mine"


def test_the_slash_leads_to_the_search_which_finds_while_one_types_and_goes_on_live(signed_in, funnel):
    page = signed_in.open("/funnels/")
    says = page.get_by_role("status").get_by_text("found")
    says.evaluate("says => { says.closest('[role=status]').isMarked = true; }")

    page.keyboard.press("/")
    page.keyboard.type("no such name")
    expect(page.get_by_text("Nothing found")).to_be_visible()
    expect(page.get_by_label("Search your funnels")).to_be_focused()
    expect(says).to_have_text("0 found")
    assert says.evaluate("says => says.closest('[role=status]').isMarked")  # or no reader would speak it

    Funnel.objects.filter(pk=funnel.pk).update(name="There is no such name")
    start_job(funnel)
    expect(page.locator("li.funnel")).to_contain_text("Generating")
    expect(says).to_have_text("1 found")
