"""A file asked for, watched while it is made, and taken away."""

from zipfile import ZipFile

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from generation.models import ExportFile, Funnel
from tests.support.browser import wait_for
from tests.support.exports import ask_for, wait_for_file, whole_funnel
from tests.support.funnels import make_user
from tests.support.looks import looks_for_nothing, looks_of, note_events, settle

MADE_WITHIN = 60_000  # milliseconds, on a machine that does much else


@pytest.fixture
def page(signed_in, writing) -> Page:
    """Ana's page of what a whole funnel can be taken away as."""
    return signed_in.open(reverse("export", args=[whole_funnel(signed_in.user).pk]))


def names_in(page: Page, link: str) -> list[str]:
    """Take the file away by that link, and return what it holds."""
    with page.expect_download(timeout=MADE_WITHIN + 30_000) as taken:  # the click may wait for its link
        page.get_by_role("link", name=link).click(timeout=MADE_WITHIN)
    return ZipFile(taken.value.path()).namelist()


def test_everything_is_made_while_one_waits_and_taken_away(page):
    page.get_by_role("button", name="Everything as ZIP").click()

    names = names_in(page, "Download Everything, ZIP")

    assert {name.rpartition(".")[2] for name in names} == {"html", "md", "pdf", "docx", "epub", "csv", "eml"}
    expect(page.locator("#export-says")).to_have_text("Everything, ZIP: Ready.")


def test_the_page_looks_when_it_is_told_that_a_file_came_further_and_not_by_itself(page, signed_in):
    note_events(signed_in)
    page.reload()
    wait_for(page, lambda: page.evaluate("heard.length"))
    settle(signed_in, page, seconds=1)
    begun = page.evaluate("performance.now()")
    ask_for(Funnel.objects.get(), "epub", product="lead_magnet")

    link = page.locator("#export-lead_magnet").get_by_role("link", name="Download The 40-Minute Inbox, EPUB")
    expect(link).to_be_visible(timeout=MADE_WITHIN)
    page.wait_for_timeout(2500)

    looks = [look for look in looks_of(page) if look >= begun]
    assert looks
    assert looks_for_nothing(page, [begun, *looks]) == []


def test_a_file_that_is_there_comes_at_the_click(page):
    page.get_by_role("button", name="The 40-Minute Inbox as EPUB").click()
    expect(page.get_by_role("link", name="Download The 40-Minute Inbox, EPUB")).to_be_visible(
        timeout=MADE_WITHIN
    )

    with page.expect_download() as taken:
        page.get_by_role("button", name="The 40-Minute Inbox as EPUB").click()

    assert taken.value.suggested_filename == "the-40-minute-inbox.epub"


def test_without_scripts_a_file_is_there_when_one_looks_again(visitor, writing):
    plain = visitor(make_user("ben"), java_script_enabled=False)
    page = plain.open(reverse("export", args=[whole_funnel(plain.user).pk]))

    page.get_by_role("button", name="Everything as ZIP").click()
    expect(page.locator("#export-whole")).to_contain_text("ZIP")
    wait_for_file(ExportFile.objects.get())
    page.reload()

    assert names_in(page, "Download Everything, ZIP")
