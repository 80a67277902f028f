"""The run page of a funnel in one tab: what a person reads there, and what they press."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from tests.support.browser import Visitor

if TYPE_CHECKING:
    from generation.models import Funnel


@dataclass(frozen=True)
class RunPage:
    page: Page

    def row(self, name: str) -> Locator:
        """Return the row of the part with this name: "Upsell 1, part 2"."""
        link = self.page.get_by_role("link", name=re.compile(f"^{name} ?:"))
        return self.page.locator("main li.part").filter(has=link)

    def read(self, name: str) -> None:
        """Follow the link to the text of the part with this name."""
        self.page.get_by_role("link", name=f"Read {name}").click()

    def ask_to_generate(self) -> None:
        """Press Generate, and leave the question open."""
        self._button("Generate").click()

    def generate(self) -> None:
        self.press_and_confirm("Generate")

    def regenerate_all(self) -> None:
        self.press_and_confirm("Regenerate all")

    def expect_done(self, count: int) -> None:
        """Wait until the page says that so many parts are done."""
        expect(self.page.locator("main")).to_contain_text(f"{count} of 14 done")

    def expect_ready(self) -> None:
        """Wait until the page says that everything is written."""
        expect(self.page.locator("main")).to_contain_text("All 14 parts are ready.")

    def press(self, name: str) -> None:
        """Press a button that does at once what it says; return on the page it leads to."""
        with self.page.expect_navigation():
            self._button(name).click()

    def press_and_confirm(self, name: str) -> None:
        """Press a button that asks first, and say yes; return on the page it leads to."""
        self._button(name).click()
        with self.page.expect_navigation():
            self.confirmation(name).click()

    def confirmation(self, name: str) -> Locator:
        """Return the button that says yes in the question that is open."""
        return self.page.get_by_role("dialog").get_by_role("button", name=name, exact=True)

    def _button(self, name: str) -> Locator:
        return self.page.locator("main").get_by_role("button", name=name, exact=True).first


def open_run_page(visitor: Visitor, funnel: "Funnel", *, page: Page | None = None) -> RunPage:
    """Open it in a tab of its own, or in `page`."""
    page = page or visitor.context.new_page()
    page.goto(reverse("run", args=[funnel.pk]))
    return RunPage(page)
