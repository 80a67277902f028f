"""A small carousel: as exports get it, and as a run has stored it."""

from typing import Any

from generation.exports import FunnelContent
from generation.models import Funnel, GenerationJob, Section
from generation.pictures.kept import keep
from generation.providers.demo.pictures import draw_picture
from tests.support.exported import part, section
from tests.support.jobs import start_running
from tests.support.kinds import piece, write_pieces

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


TOPIC = "Two windows (Instagram)"
"""The subject of the carousel that `stored_carousel` stores."""

PICTURE = 3
"""The place of its first picture among its tasks."""


def stored_carousel(funnel: Funnel) -> GenerationJob:
    """Start a carousel of three slides whose words are written, and whose first picture is drawn."""
    job = start_running(funnel, blueprint="carousel", inputs={"topic": "Two windows", "slides": 3})
    write_pieces(job, 1, piece("look"))
    headlines = enumerate((headline for headline, *_ in _SLIDES), start=1)
    slides = (
        piece(f"slide_{number}", "carousel_slide", "Words.", headline=headline, scene="A desk.")
        for number, headline in headlines
    )
    write_pieces(job, 2, *slides, piece("caption", "caption", "A caption.", hashtags=["Calm"]))
    draw_for(job, 1)
    return job


def draw_for(job: GenerationJob, number: int) -> Section:
    """Complete the picture of that slide and return its section."""
    key = f"slide_{number}"
    drawn = piece(key, "picture", "A desk.", picture=kept_pictures(key)[key])
    (section,) = write_pieces(job, PICTURE + number - 1, drawn)
    return section


def slide_of(funnel: Funnel, number: int) -> Section:
    return Section.objects.get(funnel=funnel, task_key="slides", key=f"slide_{number}")


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
