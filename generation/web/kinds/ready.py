"""What is told of a run before it is started: what it writes, what that takes, and what it writes over."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User

from generation.blueprints.base import Blueprint
from generation.engine.content.written import Amount, amounts_written
from generation.engine.standing.estimate import estimate_run
from generation.models import Funnel
from generation.web.estimates import EstimateInWords, in_words
from generation.web.runs.offered import means_for, why_no_run
from generation.web.words import counted


@dataclass(frozen=True, kw_only=True)
class Ready:
    """A run that can be started. `seen` is the sign of what was looked at.

    `refusal` says why it would be refused, "" where it would not be; `over` what it writes over.
    """

    seen: str
    parts: tuple[str, ...]
    takes: EstimateInWords
    credits: str
    refusal: str
    over: str


def ready_to_start(
    funnel: Funnel, kind: Blueprint, inputs: Mapping[str, Any], *, seen: str, user: User
) -> Ready:
    """Return what a run of these inputs, which are right, would be; its brief must be enough."""
    parts = tuple(task.title for task in kind.tasks(inputs))
    written = amounts_written([funnel.pk], blueprint=kind.key, subject=kind.subject(inputs))
    return Ready(
        seen=seen,
        parts=parts,
        takes=in_words(estimate_run(funnel, blueprint=kind.key, inputs=inputs)),
        credits=f"{len(parts):,} of {means_for(funnel).account.balance:,}",
        refusal=why_no_run(funnel, parts=len(parts), user=user),
        over=_over(written.get(funnel.pk)),
    )


def _over(written: Amount | None) -> str:
    if written is None:
        return ""
    return (
        f"{counted(written.parts, 'part')} under this name {'is' if written.parts == 1 else 'are'} written "
        "already. What is written again becomes the newest version; earlier ones are kept, and what somebody "
        "has edited or locked keeps its text."
    )
