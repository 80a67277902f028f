"""The gate before a provider: one limit for all workers, and one pause when the provider asks for it.

Each provider and model has a gate of its own in Redis, with a line before it. Who wants to call asks for a
turn; who must wait holds, without an attempt, and asks again when its turn should have come. Where Redis is
away everybody may call.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import random
from typing import cast
from uuid import UUID

from generation.app_settings import (
    HONOUR_RETRY_AFTER,
    MAX_RETRY_AFTER_SECONDS,
    REQUESTS_PER_MINUTE,
    TOKENS_PER_MINUTE,
)
from generation.calls import RateLimits, Usage
from generation.engine.broker import carrier
from generation.engine.writers.choice import Writer
from generation.errors import ProviderError
from generation.providers import spec_of
from generation.providers.base import Answer, Picture
from generation.providers.failures import BUSY
from generation.providers.limits import METERS
from settings_app.schema import Values

_UNKNOWN = -1


@dataclass(frozen=True)
class Turn:
    """The call may go now."""


@dataclass(frozen=True, kw_only=True)
class Wait:
    """The call is to ask again in so many `seconds`; its turn should come in `until_turn`, if not sooner.

    It is number `place` of those who wait. `asked` is how long the provider asked nobody to call, where that
    is what they wait for; else 0.
    """

    seconds: float
    until_turn: float
    place: int
    asked: int


def ask(
    writer: Writer, task_id: UUID, values: Values, *, epoch: int = 0, waited_long_enough: bool = False
) -> Turn | Wait:
    """Return the task's turn at this writer in this epoch of its job, or how long it is to wait for it.

    Who waited long enough has the next turn before all others. While a pause of the provider's lasts, one of
    those a minute may call all the same: nobody else would find out that it is over.
    """
    if writer.is_offline:
        return Turn()
    spread = random()  # noqa: S311 - spreads calls, and keeps no secret
    answer = _run("ask", writer, (_name(task_id, epoch), *_limits(values), spread, int(waited_long_enough)))
    if answer is None or answer[0] == 0:
        return Turn()
    milliseconds, until_turn, place, asked = answer
    return Wait(seconds=milliseconds / 1000, until_turn=until_turn / 1000, place=place, asked=asked)


def give_back(writer: Writer, task_id: UUID, turn: Turn | Wait, values: Values, *, epoch: int = 0) -> None:
    """Give back a turn that no call came of, or the place in line of who waits no more."""
    if not writer.is_offline:
        _run("give_back", writer, (_name(task_id, epoch), *_limits(values), int(isinstance(turn, Turn))))


def _name(task_id: UUID, epoch: int) -> str:
    """Return who stands in line: a message of an earlier epoch takes nobody's place with it when it goes."""
    return f"{task_id}:{epoch}"


def tell_limits(writer: Writer, limits: RateLimits) -> None:
    """Tell the gate what the provider says of its limits while it answers."""
    if limits and not writer.is_offline:
        _tell(writer, limits=limits)


def tell_end(writer: Writer, ended: Answer | Picture | ProviderError, values: Values) -> None:
    """Tell the gate how a call ended that it had let in."""
    if writer.is_offline:
        return
    if not isinstance(ended, ProviderError):
        _tell(writer, outcome="answered", usage=ended.usage)
    elif ended.code == BUSY.code:
        _tell(writer, outcome="busy", asked=_asked_to_wait(ended, values), limits=ended.limits)
    elif ended.limits:
        _tell(writer, limits=ended.limits)


def _asked_to_wait(error: ProviderError, values: Values) -> float:
    if error.retry_after is None or not values[HONOUR_RETRY_AFTER]:
        return _UNKNOWN
    return min(error.retry_after, values[MAX_RETRY_AFTER_SECONDS])


def _tell(
    writer: Writer,
    *,
    outcome: str = "",
    asked: float = _UNKNOWN,
    limits: RateLimits | None = None,
    usage: Usage | None = None,
) -> None:
    said, used = limits or {}, _metered(usage, writer) if usage else {}
    of_meters: list[float] = []
    for meter in METERS:
        limit = said.get(meter)
        of_meters += (limit.per_minute, limit.left) if limit else (_UNKNOWN, _UNKNOWN)
        of_meters.append(used.get(meter, _UNKNOWN))
    _run("tell", writer, (outcome, asked, *of_meters))


def _metered(usage: Usage, writer: Writer) -> Mapping[str, int]:
    """Return what a call used as the limits of this writer's provider count it."""
    counts_cached = spec_of(writer.provider).limits_count_cached_input
    read = usage.input_tokens - (0 if counts_cached else usage.cached_input_tokens)
    return {"tokens": read + usage.output_tokens, "input_tokens": read, "output_tokens": usage.output_tokens}


def _limits(values: Values) -> tuple[int, int]:
    return values[REQUESTS_PER_MINUTE], values[TOKENS_PER_MINUTE]


def _run(verb: str, writer: Writer, args: tuple[float | str, ...]) -> list[int] | None:
    """Run one of the gate's scripts; None where Redis is away."""
    return cast("list[int] | None", carrier.run_script(_script(verb), keys=keys(writer), args=args))


@cache
def _script(verb: str) -> str:
    """Return a script with the beginning that all of them share."""
    folder = Path(__file__).parent
    parts = [(folder / f"{name}.lua").read_text(encoding="utf-8") for name in ("meters", verb)]
    return "\n".join(parts)


def keys(writer: Writer) -> tuple[str, str, str]:
    """Return the names of what Redis keeps of a gate; the braces keep them in one slot of a cluster."""
    name = f"galley:gate:{{{writer.provider}:{writer.model}}}"
    return name, f"{name}:line", f"{name}:again"
