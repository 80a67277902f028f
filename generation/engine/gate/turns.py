"""Turns at the gate of a provider, as those who wait are told of them."""

from bisect import bisect_left
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from generation.engine.gate.barriers import PROVIDER_GATE
from generation.models import GenerationTask


def turns_of(tasks: Iterable[GenerationTask]) -> dict[UUID, int]:
    """Return the turns, counted from 1, of those of these tasks that wait at a gate: of all who wait there.

    Each model has a gate of its own. Nothing is asked where none of them waits.
    """
    waiting = {task.pk: task for task in tasks if task.hold == PROVIDER_GATE and task.hold_until}
    if not waiting:
        return {}
    ends: dict[str, list[datetime]] = {}
    held = GenerationTask.objects.filter(hold=PROVIDER_GATE, hold_until__isnull=False).order_by("hold_until")
    for gate, end in held.values_list("held_by", "hold_until"):
        ends.setdefault(gate, []).append(end)
    return {pk: bisect_left(ends.get(task.held_by, []), task.hold_until) + 1 for pk, task in waiting.items()}
