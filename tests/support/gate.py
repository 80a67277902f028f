"""The gate before a provider as tests use it: its clock put forward, so that none has to wait."""

from uuid import UUID, uuid4

from generation.engine import courier, gate
from generation.engine.gate import Turn, Wait
from generation.engine.writers import Writer
from generation.errors import ProviderError
from generation.providers import failures
from settings_app import store

CLAUDE = Writer("anthropic", "claude-sonnet-5-5")
JITTER = 0.3
"""A wait is spread by up to a quarter of a second, and the test takes time too."""


def ask(task: UUID | None = None, writer: Writer = CLAUDE) -> Turn | Wait:
    return gate.ask(writer, task or uuid4(), store.read_all())


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
            gate.give_back(CLAUDE, task, Wait(seconds=0, until_turn=0, place=0, asked=0), store.read_all())
            return turns
    return most


def busy(seconds: float | None = None, **fields: object) -> ProviderError:
    return failures.BUSY.error(status=429, retry_after=seconds, **fields)  # type: ignore[arg-type]


def let_pass(seconds: float, writer: Writer = CLAUDE) -> None:
    """Put the gate's clock forward: each time it knows moves into the past."""
    redis, (state, *sets) = courier.connection(), gate.keys(writer)
    for name, value in redis.hgetall(state).items():
        if name.endswith((b":due", b"_until")):
            redis.hset(state, name, float(value) - seconds * 1000)
    for key in sets:
        for task, time in redis.zrange(key, 0, -1, withscores=True):
            redis.zadd(key, {task: time - seconds * 1000})
