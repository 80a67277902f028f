"""Turns at the gate of a provider, as those who wait are told of them."""

from bisect import bisect_left
from collections.abc import Iterable
from uuid import UUID

from generation.engine.gate.barriers import PROVIDER_GATE
from generation.models import GenerationTask


def turns_of(tasks: Iterable[GenerationTask]) -> dict[UUID, int]:
    """Return the turns, counted from 1, of those of these tasks that wait at the gate: of all who wait there.

    Nothing is asked where none of them does.
    """
    waiting = {task.pk: task.hold_until for task in tasks if task.hold == PROVIDER_GATE and task.hold_until}
    if not waiting:
        return {}
    held = GenerationTask.objects.filter(hold=PROVIDER_GATE).order_by()
    ends = sorted(end for end in held.values_list("hold_until", flat=True) if end)
    return {task_id: bisect_left(ends, end) + 1 for task_id, end in waiting.items()}
