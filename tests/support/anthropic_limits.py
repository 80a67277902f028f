"""A limit of calls a minute as Anthropic's API keeps one, in fast time: a bucket that fills up."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


@dataclass(kw_only=True)
class CallLimit:
    """So many calls a minute, where a minute takes `minute_seconds`; who is told hears of real minutes.

    Everything is by this limit's own clock, which runs while calls come.
    """

    calls: int
    minute_seconds: float
    now: Callable[[], float] = time.monotonic
    let_through: list[float] = field(default_factory=list)
    refused: int = 0
    _left: float = 0.0
    _at: float = 0.0

    def __post_init__(self) -> None:
        self._left, self._at = float(self.calls), self.now()

    @property
    def per_second(self) -> float:
        return self.calls / self.minute_seconds

    def lets_through(self) -> bool:
        """Count one call; return whether it may be answered."""
        now = self.now()
        self._left = min(float(self.calls), self._left + (now - self._at) * self.per_second)
        self._at = now
        if self._left < 1:
            self.refused += 1
            return False
        self._left -= 1
        self.let_through.append(now)
        return True

    def headers(self, *, is_refused: bool) -> Mapping[str, str]:
        full_in = timedelta(seconds=(self.calls - self._left) / self.per_second)
        named = "anthropic-ratelimit-requests"
        said = {
            f"{named}-limit": str(round(self.per_second * 60)),
            f"{named}-remaining": str(int(self._left)),
            f"{named}-reset": (datetime.now(UTC) + full_in).isoformat(),
        }
        return said | ({"retry-after": f"{(1 - self._left) / self.per_second:.3f}"} if is_refused else {})

    def share_used(self) -> float:
        """Return how many calls went through from the first to the last, of those that could have."""
        span = self.let_through[-1] - self.let_through[0]
        return len(self.let_through) / (self.calls + span * self.per_second)
