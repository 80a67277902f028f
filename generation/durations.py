"""Lengths of time, as a person would say them."""

from collections.abc import Sequence


def duration_in_words(seconds: int) -> str:
    """Return `seconds` as a person would say it: 1055 is "17 min 35 s"."""
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    parts = [(hours, "h"), (minutes, "min"), (seconds, "s")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 s"


def schedule_in_words(waits: Sequence[int]) -> str:
    """Return what these waits in seconds between its tries mean for a task that keeps failing."""
    if not waits:
        return "A failing task gives up after its first attempt."
    return f"A failing task gives up after {duration_in_words(sum(waits))}."
