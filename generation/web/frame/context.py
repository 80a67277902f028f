"""What the frame of every page shows: the theme, who writes, and what of the person's is being written."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from generation.engine.writers.choice import cast_of, writers_in_order
from generation.states import Role
from generation.web.frame.activity import activity_of
from generation.web.frame.sight import Sight
from generation.web.frame.signals import signals_of
from generation.web.frame.tracker import track
from settings_app import store

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "theme"
_WHO_WRITE = (Role.WRITER, Role.STRATEGIST)


def every_page(request: HttpRequest) -> dict[str, Any]:
    """Return the values; those that ask the database do so only where a template prints them."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "theme": theme if theme in THEMES else "auto",
        "demo_writer": SimpleLazyObject(_part_of_the_demo_writer),
        **frame_of(Sight(request, request.resolver_match)),
    }


def frame_of(sight: Sight) -> dict[str, Any]:
    """Return what the frame shows of the person's runs, for a page that sees them so."""
    return {
        "activity": SimpleLazyObject(lambda: activity_of(sight)),
        "tracker": SimpleLazyObject(lambda: track(sight)),
        "signals": SimpleLazyObject(lambda: signals_of(sight)),
    }


def _part_of_the_demo_writer() -> str:
    """Return whether it "writes" all there is, "writes some", "steps in" where others fail, or neither."""
    values = store.read_all()
    cast = cast_of(values)
    if all(first.is_offline for first in cast.values()):
        return "writes"
    if any(cast[role].is_offline for role in _WHO_WRITE):
        return "writes some"
    others = (writer for role in _WHO_WRITE for writer in writers_in_order(values, role))
    return "steps in" if any(writer.is_offline for writer in others) else ""
