"""The editor of a section, opened in the reader as a person opens it."""

from playwright.sync_api import Locator, Page, expect

from generation.models import Section
from tests.support.browser import Visitor

SAVED = "[data-saving]"
"""The line that says whether what stands in the editor is saved."""


def open_reader(visitor: Visitor, section: Section) -> Page:
    return visitor.open(f"/funnels/{section.funnel_id}/read/")


def open_editor(page: Page) -> Locator:
    """Return the field of the section's text, ready to be typed in."""
    page.get_by_role("link", name="Edit").click()
    text = page.get_by_label("Text", exact=True)
    expect(text).to_be_focused()
    return text
