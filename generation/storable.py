"""What text and JSON the database keeps and every page can show."""

import math
from collections.abc import Iterator
from typing import Any

MOST_LEVELS = 50


def storable(text: str) -> str:
    """Return the text without what PostgreSQL cannot store: NUL characters and halves of surrogate pairs."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def wrong_with_json(data: Any) -> str:
    """Return the sentence about what in `data`, as read from JSON, cannot be kept; empty where all can.

    A JSONB column refuses NUL, half characters, and numbers beyond all measure; what writes JSON for a page
    goes down only so many levels.
    """
    for level, value in _values(data):
        if level > MOST_LEVELS:
            return f"This JSON is nested too deeply; {MOST_LEVELS} levels are the most."
        if isinstance(value, str) and storable(value) != value:
            return "A text holds a character that cannot be stored."
        if isinstance(value, float) and not math.isfinite(value):
            return "A number is too large."
    return ""


def _values(data: Any) -> Iterator[tuple[int, Any]]:
    """Yield `data`, every name and every value in it, each with its level; the outermost list has 1."""
    waiting = [(0, data)]  # no recursion: `data` may go deeper than Python does
    while waiting:
        outside, value = waiting.pop()
        if not isinstance(value, dict | list):
            yield outside, value
            continue
        yield outside + 1, value
        inside = [*value, *value.values()] if isinstance(value, dict) else value
        waiting.extend((outside + 1, inner) for inner in inside)
