"""The ways a page is looked at: at a desk and on a phone, by day and by night, without being loaded anew."""

from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import CDPSession, Page

Theme = Literal["light", "dark"]

THEMES: tuple[Theme, ...] = ("light", "dark")


@dataclass(frozen=True)
class Screen:
    """`name` is what it is called in the names of pictures."""

    name: str
    width: int
    height: int
    is_touched: bool = False


SCREENS = (Screen("1280", 1280, 900), Screen("390", 390, 844, is_touched=True))


class Looker:
    """One tab that is shown as on any screen, in either theme."""

    def __init__(self, page: Page) -> None:
        self.page = page
        # What it emulates lasts as long as the session.
        self._session: CDPSession = page.context.new_cdp_session(page)

    def look(self, screen: Screen, theme: Theme) -> None:
        self._session.send("Emulation.setTouchEmulationEnabled", {"enabled": screen.is_touched})
        self.page.set_viewport_size({"width": screen.width, "height": screen.height})
        self.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
