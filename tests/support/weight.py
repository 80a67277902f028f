"""What a first visit of a page costs: the bytes that came over the line, and when something could be seen."""

from dataclasses import dataclass
from typing import Any

from tests.support.browser import Visitor, wait_for

_FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


@dataclass(frozen=True, kw_only=True)
class Visit:
    kilobytes: float
    first_paint_ms: float
    heaviest: str


def first_visit(visitor: Visitor, path: str) -> Visit:
    """Open the page in a browser that has seen nothing of the product; an open stream is not counted."""
    page = visitor.context.new_page()
    weights: dict[str, float] = {}
    addresses: dict[str, str] = {}
    session = visitor.context.new_cdp_session(page)

    def note_address(event: dict[str, Any]) -> None:
        addresses[event["requestId"]] = event["response"]["url"]

    def note_weight(event: dict[str, Any]) -> None:
        weights[event["requestId"]] = event["encodedDataLength"] / 1000

    session.on("Network.responseReceived", note_address)
    session.on("Network.loadingFinished", note_weight)
    session.send("Network.enable")
    page.goto(path)
    wait_for(page, lambda: page.evaluate(_FIRST_PAINT) is not None)
    page.wait_for_timeout(200)  # what scripts ask for once they run
    heaviest = sorted(weights, key=lambda key: -weights[key])[:5]
    return Visit(
        kilobytes=sum(weights.values()),
        first_paint_ms=page.evaluate(_FIRST_PAINT),
        heaviest=", ".join(f"{addresses.get(key, '?')} {weights[key]:.0f} kB" for key in heaviest),
    )
