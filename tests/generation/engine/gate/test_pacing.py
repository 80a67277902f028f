"""The gate's rules played through for half an hour, by a clock that nobody has to wait for."""

import heapq
import random
from collections.abc import Callable
from functools import partial
from itertools import count
from uuid import UUID, uuid4

import pytest

from generation.calls import Usage
from generation.engine.gate import limiter
from generation.engine.gate.limiter import Turn
from generation.providers.anthropic import LIMITS
from generation.providers.base import Answer, StopReason
from generation.providers.failures import BUSY
from settings_app import store
from tests.support.anthropic_limits import CallLimit
from tests.support.gate import CLAUDE, SetClock, set_clock

pytestmark = pytest.mark.django_db

CALLS = 14
"""Of a funnel, one after another."""

LATE_SECONDS = 1.0
"""By so much at most a message comes later than it is due, and so long at most a call is on its way."""

ANSWER = Answer(text="", stop_reason=StopReason.END, model="", usage=Usage(output_tokens=1000))


class Play:
    """Funnels that call a provider as the gate lets them; whatever is next is due at a time of the clock."""

    def __init__(self, clock: SetClock, limit: CallLimit, chance: random.Random) -> None:
        self.clock, self.limit, self.chance = clock, limit, chance
        self.values = store.read_all()
        self.done = 0
        self._number = count()
        self._due: list[tuple[float, int, Callable[[], None]]] = []

    def run(self, funnels: int) -> None:
        for _ in range(funnels):
            self._in(0, partial(self._ask, uuid4(), CALLS))
        while self._due:
            at, _, act = heapq.heappop(self._due)
            self.clock.set(at)
            act()

    def _in(self, seconds: float, act: Callable[[], None]) -> None:
        """Have it done after so long, or somewhat later."""
        at = self.clock.seconds + seconds + self.chance.uniform(0, LATE_SECONDS)
        heapq.heappush(self._due, (at, next(self._number), act))

    def _ask(self, task: UUID, left: int) -> None:
        told = limiter.ask(CLAUDE, task, self.values)
        if told == Turn():
            self._in(0, partial(self._call, task, left))
        else:
            self._in(told.seconds, partial(self._ask, task, left))

    def _call(self, task: UUID, left: int) -> None:
        if self.limit.lets_through():
            limiter.tell_limits(CLAUDE, LIMITS.read(self.limit.headers(is_refused=False)))
            self._in(self.chance.uniform(20, 60), partial(self._end, left))
            return
        headers = self.limit.headers(is_refused=True)
        refused = BUSY.error(
            status=429, retry_after=float(headers["retry-after"]), limits=LIMITS.read(headers)
        )
        limiter.tell_end(CLAUDE, refused, self.values)
        self._in(0, partial(self._ask, task, left))

    def _end(self, left: int) -> None:
        limiter.tell_end(CLAUDE, ANSWER, self.values)
        self.done += 1
        if left > 1:
            self._in(0, partial(self._ask, uuid4(), left - 1))


def test_twenty_funnels_lose_none_of_ten_calls_a_minute_that_nobody_knew_of(monkeypatch):
    chance = random.Random(7)
    clock = set_clock(monkeypatch, chance=chance.random)
    limit = CallLimit(calls=10, minute_seconds=60, now=lambda: clock.seconds)

    play = Play(clock, limit, chance)
    play.run(20)

    assert play.done == 20 * CALLS
    assert limit.share_used() >= 0.9
    assert limit.refused / (play.done + limit.refused) < 1 / 50
