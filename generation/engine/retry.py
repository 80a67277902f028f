"""The decision what follows a failed attempt."""

from dataclasses import dataclass

from generation.app_settings import (
    HONOUR_RETRY_AFTER,
    MAX_RETRY_AFTER_SECONDS,
    MAX_RETRY_ATTEMPTS,
    RETRY_DELAYS,
)
from generation.errors import AttemptError
from settings_app.schema import Values


@dataclass(frozen=True)
class Retry:
    """Try again after so many seconds."""

    seconds: float


@dataclass(frozen=True)
class GiveUp:
    """The task has failed; `reason` completes the sentence "Stopped ..."."""

    reason: str


def decide(error: AttemptError, attempt: int, values: Values) -> Retry | GiveUp:
    """Return what follows when attempt number `attempt` (from 1) ended in `error`.

    The schedule of the settings says how long to wait; a longer wait the provider asked for is honoured up
    to its ceiling.
    """
    if not error.retryable:
        return GiveUp("because retrying cannot help")
    if attempt >= values[MAX_RETRY_ATTEMPTS]:
        return GiveUp(f"after {attempt} {'try' if attempt == 1 else 'tries'}")
    scheduled = values[RETRY_DELAYS[attempt - 1]]
    return Retry(max(scheduled, _asked_for(error, values)))


def _asked_for(error: AttemptError, values: Values) -> float:
    if error.retry_after is None or not values[HONOUR_RETRY_AFTER]:
        return 0
    return min(error.retry_after, values[MAX_RETRY_AFTER_SECONDS])
