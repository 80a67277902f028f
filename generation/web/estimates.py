"""An estimate in words: what is promised goes no further than the ground it stands on."""

import math
from dataclasses import dataclass
from decimal import Decimal

from generation.engine.standing.estimate import Estimate
from generation.web.words import counted

_A_FEW_SECONDS = 20
_STEP_MINUTES = 5
_LONGEST_SHARE = 1.25  # a first guess says up to how much more it may become


@dataclass(frozen=True, kw_only=True)
class EstimateInWords:
    calls: str
    time: str
    cost: str
    ground: str

    @property
    def whole(self) -> str:
        """All but its ground: "14 calls, about 11 min, about $0.42"."""
        return f"{counted(int(self.calls), 'call')}, {self.time}, {self.cost}"


def in_words(estimate: Estimate) -> EstimateInWords:
    demo = estimate.writer.is_offline
    return EstimateInWords(
        calls=str(estimate.calls),
        time=_time(estimate, demo=demo),
        cost="free" if demo else _cost(estimate.cost_usd),
        ground=_ground(estimate, demo=demo),
    )


def _time(estimate: Estimate, *, demo: bool) -> str:
    if demo and estimate.seconds < _A_FEW_SECONDS:
        return "a few seconds"
    if not demo and estimate.ground == "guess":
        return _range(estimate.seconds / 60)
    minutes = round(estimate.seconds / 60)
    return f"about {minutes} min" if minutes else "less than a minute"


def _range(minutes: float) -> str:
    """Return a wide range in fives around a first guess."""
    low = math.floor(minutes / _STEP_MINUTES) * _STEP_MINUTES
    high = math.ceil(minutes * _LONGEST_SHARE / _STEP_MINUTES) * _STEP_MINUTES
    return f"usually {low} to {high} minutes" if low else f"usually up to {high} minutes"


def _cost(cost: Decimal | None) -> str:
    if cost is None:
        return "cost not known for this model"
    return f"about ${cost:.2f}" if cost >= Decimal("0.01") else "less than $0.01"


def _ground(estimate: Estimate, *, demo: bool) -> str:
    if estimate.ground == "history":
        writer = "the demo writer" if demo else estimate.writer.model
        return f"Based on {counted(estimate.runs, 'earlier run')} with {writer}."
    if demo:
        return "The demo writer takes as long as it is told to, and nothing is spent."
    return "A first guess, by what is asked for; it gets better with each run."
