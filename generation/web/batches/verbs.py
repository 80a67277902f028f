"""What a person does with a whole batch. Each leads back to it, with what came of it as a message."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from generation.engine.batches.outcome import Outcome, refusals_in_words
from generation.engine.batches.verbs import cancel_batch, resume_batch
from generation.engine.standing.reach import OPERATE
from generation.web.access import find_batch
from generation.web.words import counted


@require_POST
def cancel(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    outcome = cancel_batch(find_batch(request, batch_id, to_change=OPERATE))
    tell(request, outcome, did="cancelled", says="cancelled. Finished parts are kept.")
    return redirect("batch", batch_id=batch_id)


@require_POST
def resume(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    outcome = resume_batch(find_batch(request, batch_id, to_change=OPERATE))
    tell(request, outcome, did="resumed", says="resumed. Finished parts are kept.")
    return redirect("batch", batch_id=batch_id)


def tell(request: HttpRequest, outcome: Outcome, *, did: str, says: str) -> None:
    """Have the next page say of how many runs this can be said, and which were not `did`, and why."""
    if outcome.done:
        messages.success(request, f"{counted(outcome.done, 'run')} {says}")
    elif not outcome.refused:
        messages.info(request, f"There was nothing left to be {did}.")
    for refused in refusals_in_words(outcome, done=did):
        messages.error(request, refused)
