"""Tabs that follow the event stream, with a badge that says whether they do."""

from playwright.sync_api import Locator, Page, expect

from tests.support.browser import Visitor

STREAM = "/api/events/"
_WITH_A_BADGE = """
const badge = Object.assign(document.createElement("p"), {id: "badge"});
badge.dataset.connection = "";
window.badgeSaid = [];
const note = () => badgeSaid.push(badge.textContent);
new MutationObserver(note).observe(badge, {childList: true});
document.body.append(badge);
document.dispatchEvent(new CustomEvent("galley:looked"));
"""


def open_live(visitor: Visitor) -> Page:
    """Open a tab; return it once it is live. A badge stands in it, whatever the page shows."""
    page = visitor.open("/history/")
    page.evaluate(_WITH_A_BADGE)
    expect(badge(page)).to_have_text("Live")
    return page


def badge(page: Page) -> Locator:
    return page.locator("#badge")


def badge_said(page: Page) -> list[str]:
    """Return what the badge has said until now, the short-lived too."""
    return list(page.evaluate("badgeSaid"))


def expect_done(page: Page, count: int) -> None:
    """Wait until the tracker says that so many parts are done."""
    expect(page.locator("#tracker-entries")).to_contain_text(f"{count}/14")


def streams_asked_for(visitor: Visitor) -> int:
    return sum(asked.path == STREAM and asked.kind == "eventsource" for asked in visitor.asked)
