"""The gate before a provider: one limit for all workers, and one pause when the provider asks for it.

Each provider and model has a gate of its own in Redis. Who wants to call asks for a turn; who must wait
holds, without an attempt, and asks again when its turn has come. Where Redis is away everybody may call.
"""

from dataclasses import dataclass
from pathlib import Path
from random import random
from typing import cast
from uuid import UUID

import structlog

from generation.app_settings import REQUESTS_PER_MINUTE, TOKENS_PER_MINUTE
from generation.engine import courier
from generation.engine.writers import Writer
from generation.errors import ProviderError, RateLimits
from generation.providers.base import Answer
from generation.providers.failures import BUSY
from settings_app.schema import Values

log = structlog.get_logger(__name__)

_FREE = frozenset({"demo"})
"""Providers that limit nobody."""

_USUAL_PAUSE_SECONDS = 5.0  # where a busy provider does not say for how long

_ASK = Path(__file__).with_name("gate_ask.lua").read_text(encoding="utf-8")
_TELL = Path(__file__).with_name("gate_tell.lua").read_text(encoding="utf-8")


@dataclass(frozen=True, kw_only=True)
class Turn:
    """The call may go now; it was charged for so many tokens in advance."""

    tokens: float = 0


@dataclass(frozen=True, kw_only=True)
class Wait:
    """The call is to ask again in so many seconds; it is number `place` of those who wait.

    `asked` is how long the provider asked everybody to wait when it last did; 0 where it never has.
    """

    seconds: float
    place: int
    asked: float


def ask(writer: Writer, task_id: UUID, values: Values) -> Turn | Wait:
    """Return the task's turn at this writer, or how long it is to wait for it."""
    if writer.provider in _FREE:
        return Turn()
    limits = (values[REQUESTS_PER_MINUTE], values[TOKENS_PER_MINUTE])
    args = (str(task_id), *limits, random())  # noqa: S311 - spreads calls, and keeps no secret
    answer = courier.run_script(_ASK, keys=_keys(writer), args=args)
    if answer is None:
        return Turn()
    milliseconds, *rest = cast("list[int]", answer)
    if milliseconds == 0:
        return Turn(tokens=rest[0])
    place, asked = rest
    return Wait(seconds=milliseconds / 1000, place=place, asked=asked)


def tell(writer: Writer, turn: Turn | Wait, values: Values, *, ended: Answer | ProviderError) -> None:
    """Tell the gate how a call ended that was let in with `turn`."""
    if writer.provider in _FREE:
        return
    used, told = ended.usage, ended.limits or RateLimits()
    tokens = used.input_tokens - used.cached_input_tokens + used.output_tokens
    asked = max(_asked_to_wait(ended), told.wait_seconds)
    charged = turn.tokens if isinstance(turn, Turn) else 0
    args = (asked, told.requests, told.tokens, tokens, charged, values[TOKENS_PER_MINUTE])
    courier.run_script(_TELL, keys=_keys(writer)[:1], args=args)


def _asked_to_wait(ended: Answer | ProviderError) -> float:
    """Return for how many seconds nobody should call after this."""
    if isinstance(ended, Answer) or ended.code != BUSY.code:
        return 0
    return _USUAL_PAUSE_SECONDS if ended.retry_after is None else ended.retry_after


def _keys(writer: Writer) -> tuple[str, str]:
    """The braces keep both keys in one slot of a Redis cluster."""
    name = f"galley:gate:{{{writer.provider}:{writer.model}}}"
    return name, f"{name}:tickets"
