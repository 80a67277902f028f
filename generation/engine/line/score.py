"""The priority score: how much a job is wanted, by what its inputs tell of the demand and by its deadline.

The demand gives 20 to 80 points: 10, 20 or 30 for how many articles there are and again for how often they
are looked for in a month, and 20 where there is no content yet, 10 where it is outdated. A deadline within a
day adds 30, within three days 20. From 70 on a job is of high priority, from 40 of normal. A kind that tells
nothing of its demand counts as normally wanted.
"""

from datetime import datetime, timedelta

from generation.blueprints.base import Demand
from generation.states import Priority

HIGH_FROM, NORMAL_FROM = 70, 40

_DEADLINES = ((timedelta(hours=24), 30), (timedelta(hours=72), 20))


def score_of(demand: Demand | None, deadline: datetime | None, now: datetime) -> int:
    """Return the points of a job at this moment."""
    return _points_of_demand(demand) + _points_of_deadline(deadline, now)


def level_of(score: int) -> Priority:
    """Return the priority of a job whose owner named none."""
    if score >= HIGH_FROM:
        return Priority.HIGH
    return Priority.NORMAL if score >= NORMAL_FROM else Priority.LOW


def next_change(deadline: datetime | None, now: datetime) -> datetime | None:
    """Return the moment at which the coming deadline adds points again; None where it will not."""
    moments = [deadline - before for before, _ in _DEADLINES] if deadline else []
    return min((moment for moment in moments if moment > now), default=None)


def _points_of_demand(demand: Demand | None) -> int:
    if demand is None:
        return NORMAL_FROM
    return (
        _by_size(demand.sku_count, many=1000, some=100)
        + _by_size(demand.monthly_searches, many=10_000, some=1000)
        + {"missing": 20, "outdated": 10}.get(demand.content, 0)
    )


def _by_size(count: int, *, many: int, some: int) -> int:
    if count > many:
        return 30
    return 20 if count > some else 10


def _points_of_deadline(deadline: datetime | None, now: datetime) -> int:
    if deadline is None:
        return 0
    return next((points for within, points in _DEADLINES if deadline - now <= within), 0)
