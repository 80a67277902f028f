"""A small carousel as exports get it: three slides with two pictures, and a caption."""

from typing import Any

from generation.exports import FunnelContent
from generation.pictures.kept import keep
from generation.providers.demo.pictures import draw_picture
from tests.support.exported import part, section

_SLIDES = (
    ("The inbox is no list", "", "A desk at dawn."),
    ("Look twice a day", "At *ten* and at four. Nobody waits longer than a day.", "Two cups on a sill."),
    ("Take the free checklist", "One step is enough.", "An open door."),
)


def carousel_content(**fields: Any) -> FunnelContent:
    """`fields` replace what it holds."""
    values: dict[str, Any] = {
        "name": "Calm Inbox",
        "language": "en",
        "author": "Harbour Desk",
        "kind": "carousel",
        "noun": "carousel",
        "subject": "Two windows (Square)",
        "inputs": {"topic": "Two windows", "platform": "square", "background": "#FFFFFF", "font": "serif"},
        "portions": {"strategy": "Strategy", "slides": "Slides"},
        "parts": (
            part("strategy", section("angle", "One thing, told calmly.", title="Angle and hook")),
            part("slides", *map(_slide, range(1, len(_SLIDES) + 1)), _CAPTION),
        ),
    }
    return FunnelContent(**(values | fields))


def kept_pictures(*keys: str) -> dict[str, str]:
    """Draw and keep a picture for each of these slides; return their names."""
    return {key: keep(draw_picture(key, (320, 208))) for key in keys}


def _slide(number: int) -> Any:
    headline, body, scene = _SLIDES[number - 1]
    return section(
        f"slide_{number}",
        body,
        kind="carousel_slide",
        title=f"Slide {number}",
        fields={"headline": headline, "scene": scene},
    )


_CAPTION = section(
    "caption",
    "Two windows a day.\n\nhttps://harbourdesk.example/40",
    kind="caption",
    title="Caption",
    fields={"hashtags": ["CalmInbox", "#Client Mail"]},
)
