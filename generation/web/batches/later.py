"""The page on which what is in line of a batch is put off, brought forward, or given another deadline."""

from collections.abc import Mapping
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from generation.engine.batches.verbs import move_batch
from generation.engine.standing.batches import BatchStanding, batch_standing
from generation.engine.standing.reach import OPERATE, viewer_of
from generation.engine.verbs.putting_off import Moments
from generation.models import GenerationBatch
from generation.states import JobStatus
from generation.web.access import find_batch, person
from generation.web.batches.forms import MoveBatchForm
from generation.web.batches.verbs import tell
from generation.web.failures import refusals_as_messages
from generation.web.words import counted

_TAKEN_AWAY: Mapping[str, tuple[Moments, str]] = {
    "now": ({"scheduled_at": None}, "brought forward. Each starts when its turn comes."),
    "no_deadline": ({"deadline": None}, "left without a deadline."),
}
"""The buttons that take a moment away, which an empty field does not, and what is said then."""


@require_http_methods(["GET", "HEAD", "POST"])
def later_page(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Ask when, and move all of it there; one of which nothing is in line leads to itself."""
    batch = find_batch(request, batch_id, to_change=OPERATE)
    for button, (moments, says) in _TAKEN_AWAY.items():
        if button in request.POST:
            return _move(request, batch, moments, says=says)
    standing = batch_standing(batch, viewer=viewer_of(person(request)))
    if not standing.statuses[JobStatus.QUEUED]:
        return redirect("batch", batch_id=batch.pk)
    form = MoveBatchForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        return render(request, "web/batches/later.html", _shown(standing, form), status=status)
    says = "moved." if "scheduled_at" in form.said else "given another deadline."
    return _move(request, batch, form.said, says=says)


def _move(request: HttpRequest, batch: GenerationBatch, moments: Moments, *, says: str) -> HttpResponse:
    with refusals_as_messages(request):
        tell(request, move_batch(batch, **moments), did="moved", says=says)
    return redirect("batch", batch_id=batch.pk)


def _shown(standing: BatchStanding, form: MoveBatchForm) -> dict[str, object]:
    waiting = standing.batch.jobs.filter(status=JobStatus.QUEUED)
    return {
        "standing": standing,
        "form": form,
        "moved": counted(standing.statuses[JobStatus.QUEUED], "run"),
        "has_deadlines": waiting.exclude(deadline=None).exists(),
    }
