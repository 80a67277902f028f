"""What a first visit of a page costs: the bytes that came over the line, and when something could be seen."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from tests.support.browser import Visitor, wait_for

_FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"
_LET_SCRIPTS_ASK_MS = 200


@dataclass(frozen=True, kw_only=True)
class Visit:
    kilobytes: float
    first_paint_ms: float
    heaviest: str


class Scales:
    """What a tab loads, weighed as it comes over the line; an open stream is never done, and not counted.

    What the browser has already is as heavy as it was when it came: a page weighs what it does to whoever has
    seen none before.
    """

    def __init__(self, page: Page) -> None:
        self._addresses: dict[str, str] = {}  # by request, of the page that is shown
        self._weights: dict[str, float] = {}  # kilobytes, by address, of all pages
        session = page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", self._note_address)
        session.on("Network.loadingFinished", self._weigh)
        session.send("Network.enable")

    def clear(self) -> None:
        """Begin with another page."""
        self._addresses.clear()

    @property
    def kilobytes(self) -> float:
        return sum(self._loaded().values())

    @property
    def heaviest(self) -> str:
        loaded = self._loaded()
        first = sorted(loaded, key=lambda address: -loaded[address])[:5]
        return ", ".join(f"{address} {loaded[address]:.0f} kB" for address in first)

    def _loaded(self) -> dict[str, float]:
        return {address: self._weights.get(address, 0) for address in self._addresses.values()}

    def _note_address(self, event: dict[str, Any]) -> None:
        self._addresses[event["requestId"]] = event["request"]["url"]

    def _weigh(self, event: dict[str, Any]) -> None:
        if address := self._addresses.get(event["requestId"]):
            weight = event["encodedDataLength"] / 1000
            self._weights[address] = max(weight, self._weights.get(address, 0))


def first_visit(visitor: Visitor, path: str) -> Visit:
    """Open the page in a browser that has seen nothing of the product."""
    page = visitor.context.new_page()
    scales = Scales(page)
    page.goto(path)
    wait_for(page, lambda: page.evaluate(_FIRST_PAINT) is not None)
    page.wait_for_timeout(_LET_SCRIPTS_ASK_MS)
    return Visit(
        kilobytes=scales.kilobytes,
        first_paint_ms=page.evaluate(_FIRST_PAINT),
        heaviest=scales.heaviest,
    )
