"""The page on which a run in line is put off, brought forward, or given another deadline."""

from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from generation.engine.verbs.putting_off import Moments, move_in_time
from generation.states import JobStatus
from generation.web.access import find_job
from generation.web.failures import act
from generation.web.runs.start_form import MoveForm
from generation.web.which import address_of

_TAKEN_AWAY: Mapping[str, tuple[Moments, str]] = {
    "now": ({"scheduled_at": None}, "It starts when its turn comes."),
    "no_deadline": ({"deadline": None}, "It has no deadline any more."),
}
"""The buttons that take a moment away, which an empty field does not, and what is said then."""


@require_http_methods(["GET", "HEAD", "POST"])
def later_page(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Ask when, and move it there; _TAKEN_AWAY is answered without. A run that has begun leads to itself."""
    job = find_job(request, job_id)
    for button, (moments, says) in _TAKEN_AWAY.items():
        if button in request.POST:
            act(request, partial(move_in_time, job, **moments), says=says)
            return redirect(address_of("run", job.funnel_id, job))
    if job.status != JobStatus.QUEUED:
        return redirect(address_of("run", job.funnel_id, job))
    stands = {"scheduled_at": job.scheduled_at, "deadline": job.deadline}
    form = MoveForm(request.POST if request.method == "POST" else None, stands=stands)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        return render(request, "web/runs/later.html", {"job": job, "form": form}, status=status)
    act(request, partial(move_in_time, job, **form.said), says=_says(form.said))
    return redirect(address_of("run", job.funnel_id, job))


def _says(moments: Moments) -> str:
    return "It will start at its time." if "scheduled_at" in moments else "It has another deadline."
