"""The line as the rules tell it, in Python: slow, whole, and without a word of SQL."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

_BASES = {"high": 0, "normal": 1, "low": 2}


@dataclass(kw_only=True)
class ModelJob:
    """A job as the line sees it; `number` breaks ties. `waited` is in minutes, below 0 before its time."""

    number: int
    owner: int
    batch: int | None
    priority: str
    score: int
    waited: float
    status: str = "queued"


@dataclass(frozen=True, kw_only=True)
class ModelRules:
    aging: int = 60
    fair: bool = True
    per_user: int = 0
    barred: Collection[int] = ()


def line_of(jobs: Sequence[ModelJob], rules: ModelRules) -> list[ModelJob]:
    """Return those that may be let in, the first first.

    By level, then the owner's turn, then score, then age. An owner's turn is the number of jobs they have
    running plus the place among their own; those stand by level, then their batch's turn, by the same rule,
    then score, then age. Without fairness nobody has turns.
    """
    waiting = [job for job in jobs if job.status == "queued" and job.waited >= 0]
    running = [job for job in jobs if job.status == "running"]
    of_batch = _turns(waiting, running, lambda job: (job.owner, job.batch), lambda job: _rank(job, rules, 0))
    if not rules.fair:
        of_batch = dict.fromkeys(of_batch, 0)
    own = _turns(waiting, running, lambda job: job.owner, lambda job: _rank(job, rules, of_batch[job.number]))
    if not rules.fair:
        own = dict.fromkeys(own, 0)
    busy = Counter(job.owner for job in running)
    allowed = [
        job
        for job in waiting
        if job.owner not in rules.barred and not (rules.per_user and busy[job.owner] >= rules.per_user)
    ]
    return sorted(allowed, key=lambda job: _rank(job, rules, own[job.number]))


def _rank(job: ModelJob, rules: ModelRules, turn: int) -> tuple[Any, ...]:
    risen = int(job.waited // rules.aging) if rules.aging else 0
    return max(0, _BASES[job.priority] - risen), turn, -job.score, -job.waited, job.number


def _turns(
    waiting: Sequence[ModelJob],
    running: Sequence[ModelJob],
    group: Callable[[ModelJob], Any],
    order: Callable[[ModelJob], tuple[Any, ...]],
) -> dict[int, int]:
    """Return by a job's number how many of its group go before it, those that run included."""
    before = Counter(group(job) for job in running)
    turns = {}
    for job in sorted(waiting, key=order):
        before[group(job)] += 1
        turns[job.number] = before[group(job)]
    return turns
