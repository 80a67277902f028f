"""Copies of a funnel: as many as somebody asked for."""

from playwright.sync_api import Page, expect

from generation.models import Funnel


def duplicate(page: Page) -> None:
    page.get_by_role("button", name="More for Focus Funnel", exact=True).click()
    page.get_by_role("button", name="Duplicate").click()
    expect(page.get_by_role("heading", name="Audience", level=1)).to_be_visible()


def test_who_comes_back_and_copies_again_has_two_copies(signed_in, funnel):
    page = signed_in.open("/funnels/")

    duplicate(page)
    page.go_back()
    duplicate(page)

    assert Funnel.objects.filter(name="Focus Funnel (copy)").count() == 2


def test_two_clicks_without_scripts_make_one_copy(visitor, funnel):
    page = visitor(funnel.owner, java_script_enabled=False).open("/funnels/")
    page.get_by_role("button", name="More for Focus Funnel", exact=True).click()

    page.get_by_role("button", name="Duplicate").dblclick()

    expect(page.get_by_role("heading", name="Audience", level=1)).to_be_visible()
    assert Funnel.objects.filter(name="Focus Funnel (copy)").count() == 1
