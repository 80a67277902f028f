"""The gate before a provider as tests use it: its clock put forward or stopped, so that none has to wait."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from uuid import UUID, uuid4

import pytest

from generation.calls import Usage
from generation.engine.broker import carrier
from generation.engine.gate import limiter
from generation.engine.gate.limiter import Turn, Wait
from generation.engine.writers.choice import Writer
from generation.errors import ProviderError
from generation.providers import failures
from generation.providers.base import Answer, StopReason
from settings_app import store

CLAUDE = Writer("anthropic", "claude-sonnet-5-5")


@dataclass
class SetClock:
    """A clock of the gate that a test sets: however busy the machine is, it takes no time by it.

    Each look at it takes a microsecond, since nobody asks at the same moment as another.
    """

    microseconds: int = 2_000_000_000_000_000

    @property
    def seconds(self) -> float:
        return self.microseconds / 1e6

    def set(self, seconds: float) -> None:
        """Put it forward to this time; it never goes back."""
        self.microseconds = max(self.microseconds, round(seconds * 1e6))

    def look(self) -> tuple[int, int]:
        """Return the time as Redis tells it: seconds, and microseconds of the next."""
        self.microseconds += 1
        return divmod(self.microseconds, 1_000_000)


def set_clock(monkeypatch: pytest.MonkeyPatch, *, chance: Callable[[], float] = lambda: 0.0) -> SetClock:
    """Give the gate of this process a clock that stands still, and this for its chance; return the clock.

    Each script is told the time with its last two arguments.
    """
    clock, script, run = SetClock(), limiter._script, limiter._run

    @cache
    def script_told_the_time(verb: str) -> str:
        before, after = script(verb).split("redis.call('TIME')")
        return before + "{ ARGV[#ARGV - 1], ARGV[#ARGV] }" + after

    monkeypatch.setattr(limiter, "_script", script_told_the_time)
    monkeypatch.setattr(limiter, "_run", lambda verb, writer, args: run(verb, writer, (*args, *clock.look())))
    monkeypatch.setattr(limiter, "random", chance)
    return clock


def about(seconds: float) -> object:
    """Redis tells whole milliseconds."""
    return pytest.approx(seconds, abs=0.01)


def allow(**limits: int) -> None:
    store.save(limits, changed_by=None)


def end(outcome: Answer | ProviderError, writer: Writer = CLAUDE) -> None:
    """Tell the gate how a call ended."""
    limiter.tell_end(writer, outcome, store.read_all())


def answered(**used: int) -> Answer:
    return Answer(text="", stop_reason=StopReason.END, model="", usage=Usage(**used))


def ask(task: UUID | None = None, writer: Writer = CLAUDE) -> Turn | Wait:
    return limiter.ask(writer, task or uuid4(), store.read_all())


def wait_of(task: UUID, writer: Writer = CLAUDE) -> Wait:
    """Return what the task is told, who has to wait."""
    answer = ask(task, writer)
    assert isinstance(answer, Wait)
    return answer


def turns_now(most: int = 1000) -> int:
    """Return how many newcomers may call at this moment, until the first has to wait."""
    for turns in range(most):
        task = uuid4()
        if isinstance(ask(task), Wait):
            limiter.give_back(CLAUDE, task, Wait(seconds=0, until_turn=0, place=0, asked=0), store.read_all())
            return turns
    return most


def busy(seconds: float | None = None, **fields: object) -> ProviderError:
    return failures.BUSY.error(status=429, retry_after=seconds, **fields)  # type: ignore[arg-type]


def let_pass(seconds: float, writer: Writer = CLAUDE) -> None:
    """Put the gate's clock forward: each time it knows moves into the past."""
    redis, (state, *sets) = carrier.connection(), limiter.keys(writer)
    for name, value in redis.hgetall(state).items():
        if name.endswith((b":due", b"_until")):
            redis.hset(state, name, float(value) - seconds * 1000)
    for key in sets:
        for task, time in redis.zrange(key, 0, -1, withscores=True):
            redis.zadd(key, {task: time - seconds * 1000})
