"""What a person does with a whole batch. Each leads back to it, with what came of it as a message."""

from collections import defaultdict
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from generation.engine.batches import Outcome, cancel_batch, resume_batch
from generation.engine.reach import OPERATE
from generation.web.access import find_batch
from generation.web.words import counted

_MOST_NAMED = 3


@require_POST
def cancel(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    outcome = cancel_batch(find_batch(request, batch_id, to_change=OPERATE))
    return _tell(request, batch_id, outcome, did="cancelled")


@require_POST
def resume(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    outcome = resume_batch(find_batch(request, batch_id, to_change=OPERATE))
    return _tell(request, batch_id, outcome, did="resumed")


def _tell(request: HttpRequest, batch_id: UUID, outcome: Outcome, *, did: str) -> HttpResponse:
    if outcome.done:
        messages.success(request, f"{counted(outcome.done, 'run')} {did}. Finished parts are kept.")
    elif not outcome.refused:
        messages.info(request, f"There was nothing left to be {did}.")
    for says, names in _by_reason(outcome).items():
        messages.error(request, f"Not {did}: {_listed(names)}. {says}")
    return redirect("batch", batch_id=batch_id)


def _by_reason(outcome: Outcome) -> dict[str, list[str]]:
    names: dict[str, list[str]] = defaultdict(list)
    for refusal in outcome.refused:
        names[refusal.says].append(refusal.job.funnel.name)
    return names


def _listed(names: list[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
