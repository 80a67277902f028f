"""Tabs that follow the event stream, with a badge that says whether they do."""

from playwright.sync_api import Locator, Page, expect

from tests.support.browser import Visitor

STREAM = "/api/events/"


def open_live(visitor: Visitor) -> Page:
    """Open a tab; return it once it is live. A badge stands in it, whatever the page shows."""
    page = visitor.open("/history/")
    page.evaluate("document.body.append(Object.assign(document.createElement('p'), {id: 'badge'}))")
    page.evaluate("document.getElementById('badge').dataset.connection = ''")
    page.evaluate("document.dispatchEvent(new CustomEvent('galley:looked'))")
    expect(badge(page)).to_have_text("Live")
    return page


def badge(page: Page) -> Locator:
    return page.locator("#badge")


def expect_done(page: Page, count: int) -> None:
    """Wait until the tracker says that so many parts are done."""
    expect(page.locator("#tracker-entries")).to_contain_text(f"{count}/14")


def streams_asked_for(visitor: Visitor) -> int:
    return sum(asked.path == STREAM and asked.kind == "eventsource" for asked in visitor.asked)
