"""Endings, told once: whichever page asks first is given the words, and shows them."""

from collections import Counter
from collections.abc import Sequence
from http import HTTPStatus
from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from generation.engine.gate.incident_notices import claim_incident_news
from generation.engine.gate.incidents import what_is_wrong
from generation.engine.standing.batches import batch_standings
from generation.engine.standing.reach import Viewer
from generation.engine.verbs.notices import claim_endings
from generation.models import GenerationBatch, GenerationJob, GenerationTask, Preferences
from generation.states import TaskStatus
from generation.web.access import person
from generation.web.left import why_left

_ROOM = 3  # toasts; who was away for long is told of the latest, and how many more there are


@require_POST
def tell_endings(request: HttpRequest) -> HttpResponse:
    """Answer 201 with toasts to the page that is to tell how runs ended, 200 where there is nothing to.

    An incident, which stops many runs at once, is told the same way.
    """
    claimed, incidents = claim_endings(person(request)), claim_incident_news(person(request))
    if not (claimed or incidents.begun or incidents.over):
        return HttpResponse()
    batches, alone = _by_batch(_jobs(claimed))
    told = alone[: _ROOM if len(alone) <= _ROOM else _ROOM - 1]
    context = {
        "jobs": told[::-1],
        "more": len(alone) - len(told),
        "batches": batch_standings(batches, viewer=Viewer()),
        "begun": [(incident.pk, what_is_wrong(incident)) for incident in incidents.begun],
        "over": incidents.over,
    }
    return render(request, "web/frame/endings.html", context, status=HTTPStatus.CREATED)


def _jobs(ids: list[UUID]) -> Sequence[GenerationJob]:
    """Return the jobs, the last that ended first, with what failed of them, and why one was not resumed."""
    failed = GenerationTask.objects.filter(status=TaskStatus.FAILED)
    with_failed = Prefetch("tasks", failed.order_by("position"), to_attr="failed")
    jobs = (
        GenerationJob.objects.filter(pk__in=ids)
        .select_related("funnel", "batch")
        .prefetch_related(with_failed)
    )
    found = list(jobs.order_by("-completed_at"))
    for job in found:
        vars(job)["why_left"] = why_left(job, next(iter(vars(job)["failed"]), None))
    return found


def _by_batch(jobs: Sequence[GenerationJob]) -> tuple[list[GenerationBatch], list[GenerationJob]]:
    """Return the batches of which several jobs ended, and the other jobs: one of a batch is told like any."""
    many = Counter(job.batch_id for job in jobs)
    together = dict.fromkeys(job.batch for job in jobs if job.batch and many[job.batch_id] > 1)
    return list(together), [job for job in jobs if job.batch not in together]


@require_POST
def notify_me(request: HttpRequest) -> HttpResponse:
    """Note that the person wants a notification of the browser's when something has ended."""
    Preferences.objects.update_or_create(user=person(request), defaults={"notify_in_browser": True})
    return HttpResponse(status=HTTPStatus.NO_CONTENT)
