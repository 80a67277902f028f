"""What the frame of every page shows: the theme, who writes, and what of the person's is being written."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from generation.engine.writers import choose_writer
from settings_app import store

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "theme"


def every_page(request: HttpRequest) -> dict[str, Any]:
    """Return the values; those that ask the database do so only where a template prints them."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "theme": theme if theme in THEMES else "auto",
        "writes_demo": SimpleLazyObject(_writes_demo),
    }


def _writes_demo() -> bool:
    return choose_writer(store.read_all()).provider == "demo"
