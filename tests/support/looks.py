"""When a page looked again, and what it was told before."""

import time
from collections.abc import Sequence
from itertools import pairwise

from playwright.sync_api import Page

from tests.support.browser import Visitor, wait_for

_NOTE_EVENTS = """
window.heard = [];
for (const told of ["job", "file", "processes", "ready"]) {
  document.addEventListener(`galley:${told}`, () => window.heard.push(performance.now()));
}
"""
_LOOKS = """performance.getEntriesByType("resource")
    .filter(({ initiatorType }) => initiatorType === "fetch").map(({ startTime }) => startTime)"""


def note_events(visitor: Visitor) -> None:
    """Let every page that is opened or loaded from now on note what its stream tells."""
    visitor.context.add_init_script(_NOTE_EVENTS)


def open_settled(visitor: Visitor, path: str) -> Page:
    """Open a page whose stream has begun: it asks for nothing more by itself.

    It may be told twice at the start that it has missed nothing, and looks as often.
    """
    page = visitor.context.new_page()
    page.add_init_script("document.addEventListener('galley:looked', () => { window.hasLooked = true; });")
    page.goto(path)
    wait_for(page, lambda: page.evaluate("window.hasLooked"))
    settle(visitor, page, seconds=1)
    return page


def settle(visitor: Visitor, page: Page, *, seconds: float = 3) -> None:
    """Wait until no page of theirs has asked for anything for so long."""
    wait_for(page, lambda: time.monotonic() - visitor.asked[-1].at > seconds)


def looks_of(page: Page) -> list[float]:
    """Return when the page asked for anything by itself, in milliseconds since it was loaded."""
    return list(page.evaluate(_LOOKS))


def looks_for_nothing(page: Page, moments: Sequence[float]) -> list[float]:
    """Return those of the moments, the first excepted, before which nothing was told since the one before."""
    heard = page.evaluate("heard")
    return [look for before, look in pairwise(moments) if not any(before <= event <= look for event in heard)]
