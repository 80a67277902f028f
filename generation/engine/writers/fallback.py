"""The decision whether another writer steps in after a failure, and which."""

from collections.abc import Mapping
from dataclasses import dataclass

from generation.app_settings import FALLBACK_ON
from generation.engine.writers.choice import ACCESS, Writer, writers_in_order
from generation.errors import AttemptError, ContentError
from generation.listed import words_of
from generation.providers import failures
from generation.states import Role
from settings_app.schema import Values

CODES: Mapping[str, frozenset[str]] = {
    "busy": frozenset({failures.BUSY.code}),
    "unavailable": frozenset(
        {
            failures.SERVICE_ERROR.code,
            failures.UNREACHABLE.code,
            failures.BROKEN_STREAM.code,
            failures.UNREADABLE.code,
        }
    ),
    "timeout": frozenset({failures.SILENCE.code}),
    "refused": frozenset({"refused", failures.BAD_REQUEST.code, failures.TOO_LARGE.code}),
    ACCESS: frozenset(
        {
            failures.UNAUTHORISED.code,
            failures.FORBIDDEN.code,
            failures.SPEND_LIMIT.code,
            failures.NOT_FOUND.code,
        }
    ),
}
"""The codes of each class of failures. What an answer lacks is a class too, `content`, whatever its code."""


@dataclass(frozen=True, kw_only=True)
class StepIn:
    """Who writes from the next attempt on; `rank` is the writer's place in order, from 0."""

    rank: int
    writer: Writer


def who_steps_in(
    error: AttemptError, writer: Writer | None, values: Values, role: Role = Role.WRITER
) -> StepIn | None:
    """Return who is next after `writer` failed so in this role; None where nobody steps in, or is left."""
    if writer is None or class_of(error) not in words_of(values[FALLBACK_ON]):
        return None
    writers = writers_in_order(values, role)
    if writer not in writers[:-1]:
        return None
    rank = writers.index(writer) + 1
    return StepIn(rank=rank, writer=writers[rank])


def class_of(error: AttemptError) -> str:
    """Return the class of the failure; empty for one that no other writer could mend."""
    if isinstance(error, ContentError):
        return "content"
    return next((name for name, codes in CODES.items() if error.code in codes), "")
