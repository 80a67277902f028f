"""The decision what follows a failed attempt."""

from dataclasses import dataclass

from generation.app_settings import (
    HONOUR_RETRY_AFTER,
    MAX_RETRY_AFTER_SECONDS,
    MAX_RETRY_ATTEMPTS,
    RETRY_DELAYS,
)
from generation.engine.writers.choice import Writer
from generation.engine.writers.fallback import StepIn, who_steps_in
from generation.errors import AttemptError
from generation.states import Role
from settings_app.schema import Values


@dataclass(frozen=True)
class Retry:
    """Try again after so many seconds; another writer may step in."""

    seconds: float
    step_in: StepIn | None = None


@dataclass(frozen=True)
class GiveUp:
    """The task has failed; `reason` completes the sentence "Stopped ..."."""

    reason: str


def decide(
    error: AttemptError,
    attempt: int,
    values: Values,
    *,
    writer: Writer | None = None,
    role: Role = Role.WRITER,
) -> Retry | GiveUp:
    """Return what follows when attempt number `attempt` (from 1), by `writer` in its role, ended in `error`.

    The schedule of the settings says how long to wait; a longer wait the provider asked for is honoured up
    to its ceiling, unless another writer steps in. That also makes a retry of what would else be for good.
    """
    step_in = who_steps_in(error, writer, values, role)
    if not error.retryable and step_in is None:
        return GiveUp("because retrying cannot help")
    if attempt >= values[MAX_RETRY_ATTEMPTS]:
        return GiveUp(f"after {attempt} {'try' if attempt == 1 else 'tries'}")
    scheduled = values[RETRY_DELAYS[attempt - 1]]
    if step_in:
        return Retry(scheduled, step_in)
    return Retry(max(scheduled, _asked_for(error, values)))


def _asked_for(error: AttemptError, values: Values) -> float:
    if error.retry_after is None or not values[HONOUR_RETRY_AFTER]:
        return 0
    return min(error.retry_after, values[MAX_RETRY_AFTER_SECONDS])
