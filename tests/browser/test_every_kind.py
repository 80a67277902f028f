"""Every other kind from its form to its texts, written by a real worker while its page is watched."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

CHOSEN = {
    "documents": {"in-documents": "faq"},
    "launch": {
        "in-registration_url": "https://harbourdesk.example/seat",
        "in-watch_url": "https://harbourdesk.example/watch",
        "in-slides": "25",
    },
    "page": {
        "in-page_type": "category",
        "in-url": "https://harbourdesk.example/templates",
        "in-keywords": "reply templates",
    },
    "carousel": {"in-topic": "Two windows a day", "in-slides": "3"},
}


def fill(page: Page, name: str, value: str) -> None:
    """Fill the field of that name, whatever it is."""
    field = page.locator(f"[name='{name}']")
    match field.first.evaluate("field => field.type"):
        case "checkbox":
            page.locator(f"[name='{name}'][value='{value}']").check()
        case "select-one":
            field.select_option(value)
        case _:
            field.fill(value)


@pytest.mark.parametrize("kind", CHOSEN)
def test_a_kind_goes_from_its_form_to_the_reader(signed_in, writing, funnel, kind):
    page = signed_in.open(reverse("kind_start", args=[funnel.pk, kind]))
    for name, value in CHOSEN[kind].items():
        fill(page, name, value)
    page.get_by_role("button", name="Look it over").click()
    page.get_by_role("button", name="Start", exact=True).click()

    expect(page.locator("main")).to_contain_text(re.compile(r"All \d+ parts are ready\.|It is ready\."))

    page.get_by_role("link", name="Read").first.click()
    expect(page).to_have_url(re.compile(rf"/read/\?kind={kind}"))
    expect(page.locator("main h2").first).to_be_visible()
    assert page.locator("main .prose, main img").count() > 0
