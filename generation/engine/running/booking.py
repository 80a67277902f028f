"""What an attempt used, booked in its row: by whoever ended it, and by a worker that had lost it."""

import dataclasses
from typing import Any

from django.db.models import F
from django.utils import timezone

from generation.calls import Usage
from generation.models import TaskAttempt
from generation.models.claims import Claim
from generation.states import AttemptOutcome

_ENDED_BY_OTHERS = (AttemptOutcome.CANCELLED, AttemptOutcome.LOST, AttemptOutcome.FAILED)
_COUNTED = {"provider_calls", *(field.name for field in dataclasses.fields(Usage))}


def end_attempt(claim: Claim, outcome: AttemptOutcome, **fields: Any) -> None:
    """End the attempt of a task that is ours, with what is known of it by the names of its columns."""
    TaskAttempt.objects.filter(pk=claim.attempt_id).update(
        outcome=outcome, ended_at=timezone.now(), **_added_up(fields)
    )


def book_late(claim: Claim, facts: dict[str, Any]) -> None:
    """Book what the call of a cancelled or taken-over attempt used; how it went, if nobody runs it again.

    What this very worker has booked is whole: only the answer to its commit was lost. That is an attempt it
    completed, and one that has the stages of this very call, to the fraction of a second.
    """
    attempts = TaskAttempt.objects.filter(pk=claim.attempt_id)
    attempts = attempts.exclude(outcome=AttemptOutcome.COMPLETED, worker=claim.worker)
    if stages := facts.get("stages"):
        attempts = attempts.exclude(stages=stages)
    counted = _added_up({name: value for name, value in facts.items() if name in _COUNTED})
    others = {name: value for name, value in facts.items() if name not in _COUNTED}
    if not attempts.filter(outcome__in=_ENDED_BY_OTHERS, worker=claim.worker).update(**counted, **others):
        attempts.update(**counted)


def usage_fields(usage: Usage) -> dict[str, int]:
    """Return what a call used, as fields of an attempt."""
    return dataclasses.asdict(usage)


def _added_up(fields: dict[str, Any]) -> dict[str, Any]:
    """Let what a call used add to what is there: an attempt that was given back is run, and paid, again."""
    return {name: F(name) + value if name in _COUNTED else value for name, value in fields.items()}
