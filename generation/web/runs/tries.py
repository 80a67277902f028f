"""The attempts of a task, a line each: when, how long, how it ended, and what was waited for after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from generation.engine.writers.choice import Writer
from generation.models import TaskAttempt
from generation.states import AttemptOutcome
from generation.web.words import DONE, FAILED, PENDING, RETRYING, RUNNING, StatusWord, counted, took

_MOST_FINDINGS = 3


@dataclass(frozen=True, kw_only=True)
class Try:
    """One attempt. `findings` are what was wrong with its text; `since` when it began, if it is not over."""

    id: str
    number: int
    status: StatusWord
    at: datetime
    says: str
    since: datetime | None = None
    took: str = ""
    wait: str = ""
    tokens: str = ""
    findings: tuple[str, ...] = ()


def shown_tries(attempts: Sequence[TaskAttempt], *, current_round: int) -> tuple[list[Try], list[Try]]:
    """Return the tries that count now, and those of earlier rounds, each in their order."""
    now = [_try(attempt) for attempt in attempts if attempt.round == current_round]
    earlier = [_try(attempt) for attempt in attempts if attempt.round < current_round]
    return now, earlier


def _try(attempt: TaskAttempt) -> Try:
    is_over = attempt.ended_at is not None
    waits = attempt.outcome == AttemptOutcome.FAILED and attempt.retry_seconds
    return Try(
        id=f"try-{attempt.round}-{attempt.number}",
        number=attempt.number,
        status=_status(attempt),
        at=attempt.started_at,
        says=_says(attempt),
        since=None if is_over else attempt.started_at,
        took=took((attempt.ended_at - attempt.started_at).total_seconds()) if attempt.ended_at else "",
        wait=f"Then a wait of {took(attempt.retry_seconds)}." if waits and attempt.retry_seconds else "",
        tokens=counted(attempt.output_tokens, "token") if attempt.output_tokens else "",
        findings=_findings(attempt),
    )


def _status(attempt: TaskAttempt) -> StatusWord:
    match attempt.outcome:
        case AttemptOutcome.RUNNING:
            return RUNNING
        case AttemptOutcome.COMPLETED:
            return DONE
        case AttemptOutcome.FAILED:
            return FAILED if attempt.retry_seconds is None else RETRYING
    return PENDING


def _says(attempt: TaskAttempt) -> str:
    match attempt.outcome:
        case AttemptOutcome.RUNNING:
            return "Under way."
        case AttemptOutcome.COMPLETED:
            return f"Written by {_writer(attempt)} and stored." if attempt.model else "Written and stored."
        case AttemptOutcome.CANCELLED:
            return "Stopped with the run."
        case AttemptOutcome.RELEASED:
            return "Given back for a restart. It does not count."
        case AttemptOutcome.LOST:
            return "Its worker was lost. It does not count."
    return attempt.error_message


def _writer(attempt: TaskAttempt) -> str:
    return Writer(attempt.provider, attempt.model).title


def _findings(attempt: TaskAttempt) -> tuple[str, ...]:
    found = [str(violation.get("message", "")) for violation in attempt.violations]
    more = len(found) - _MOST_FINDINGS
    shown = [text for text in found[:_MOST_FINDINGS] if text and text not in attempt.error_message]
    return (*shown, f"And {more} more.") if more > 0 else tuple(shown)
