"""When a batch should begin and end, as its page tells it."""

from dataclasses import dataclass
from datetime import datetime

from generation.engine.standing.batch_forecast import BatchForecast
from generation.engine.standing.batches import BatchStanding
from generation.engine.standing.overview import workers_are_silent
from generation.states import OPEN_JOB
from generation.web.runs.card import rounded


@dataclass(frozen=True, kw_only=True)
class Times:
    """When a batch should begin and end: each None where nobody can tell, or no time is promised.

    Of one that is put off it is a moment that somebody chose, or follows from one: `far`, told by its date.
    """

    starts_at: datetime | None
    ends_at: datetime | None
    starts_far: bool
    ends_far: bool


def times_of(standing: BatchStanding, forecast: BatchForecast) -> Times:
    """Return when it should begin and end; while nobody is there to write no end is promised."""
    all_put_off = standing.put_off == sum(standing.statuses[status] for status in OPEN_JOB)
    lacks_worker = forecast.ends is not None and workers_are_silent()
    return Times(
        starts_at=forecast.starts if all_put_off else rounded(forecast.starts),
        ends_at=None if lacks_worker else rounded(forecast.ends),
        starts_far=all_put_off,
        ends_far=bool(standing.put_off),
    )
