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
    waiting = {
        task.pk: (task.held_by, task.hold_until)
        for task in tasks
        if task.hold == PROVIDER_GATE and task.hold_until
    }
    if not waiting:
        return {}
    ends: dict[str, list[datetime]] = {}
    held = GenerationTask.objects.filter(hold=PROVIDER_GATE).order_by("hold_until")
    for gate, end in held.values_list("held_by", "hold_until"):
        if end:
            ends.setdefault(gate, []).append(end)
    return {task_id: bisect_left(ends.get(gate, []), end) + 1 for task_id, (gate, end) in waiting.items()}
