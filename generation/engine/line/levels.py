"""The effective level of a job in line: that of its priority, one higher for every so long it has waited."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from generation.models.job import NOT_IN_LINE
from generation.states import Priority

RISING = (Priority.LOW, Priority.NORMAL, Priority.HIGH)
"""The priorities, each one step above the one before it."""

BASE_LEVELS = {priority: level for level, priority in enumerate(reversed(RISING))}

_CASES = " ".join(f"WHEN '{priority}' THEN {level}" for priority, level in BASE_LEVELS.items())
BASE_LEVEL_OF_ROW = f"CASE priority {_CASES} END"
"""The base level of a job's row, as an expression of SQL."""

_EVER = timedelta(days=100_000)


def misplaced(aging_minutes: int) -> dict[str, list[Any]]:
    """Return which stored levels are wrong, as one list a column, all of one length.

    A job of the `priority` that stands at the `level` and has waited for `shortest` or longer, but not for
    `longest`, belongs to the level `right`. A wait below zero is a time that has not come. `aging_minutes` is
    the setting; 0 is never.
    """
    rules = [
        (priority, level, right, shortest, longest)
        for priority, base in BASE_LEVELS.items()
        for right, shortest, longest in _spans(base, aging_minutes)
        for level in range(NOT_IN_LINE + 1)
        if level != right
    ]
    names = ("priority", "level", "right", "shortest", "longest")
    return {name: [rule[column] for rule in rules] for column, name in enumerate(names)}


def _spans(base: int, aging_minutes: int) -> Iterator[tuple[int, timedelta, timedelta]]:
    """Yield each level a job of that base can have, with the waits from which and until which it has it."""
    yield NOT_IN_LINE, -_EVER, timedelta()
    begins = timedelta()
    for level in range(base, -1, -1):
        ends = begins + timedelta(minutes=aging_minutes) if level and aging_minutes else _EVER
        yield level, begins, ends
        if ends == _EVER:
            return
        begins = ends
