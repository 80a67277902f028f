"""How long a run's tasks take together, when its lanes are written side by side."""

from collections.abc import Mapping, Sequence
from heapq import heappop, heappush

from generation.blueprints.base import TaskSpec


def seconds_together(tasks: Sequence[TaskSpec], seconds: Mapping[str, float], *, lanes: int) -> float:
    """Return when the last task ends: `seconds` by task key, at most `lanes` of them at the same time.

    Goes by the rules of engine/broker/chains.py: with one lane all tasks follow one another; with more, a
    lane is begun once what its first task needs is finished, the first in position before others.
    """
    if lanes == 1:
        return sum(seconds[task.key] for task in tasks)
    ended: dict[str, float] = {}
    left, free_at = _chains(tasks), [0.0] * lanes
    while left:
        now = heappop(free_at)
        chain = min(left, key=lambda chain: max(now, _needs_met(chain[0], ended)))
        left.remove(chain)
        now = max(now, _needs_met(chain[0], ended))
        for task in chain:
            now += seconds[task.key]
            ended[task.key] = now
        heappush(free_at, now)
    return max(ended.values())


def _chains(tasks: Sequence[TaskSpec]) -> list[list[TaskSpec]]:
    lanes = dict.fromkeys(task.lane for task in tasks)
    return [[task for task in tasks if task.lane == lane] for lane in lanes]


def _needs_met(task: TaskSpec, ended: Mapping[str, float]) -> float:
    """Return when all that the task needs is finished; never, while something of it has not begun."""
    return max((ended.get(key, float("inf")) for key in task.needs), default=0.0)
