"""Endings, told once: whichever page asks first is given the words, and shows them."""

from collections.abc import Iterable, Sequence
from http import HTTPStatus
from uuid import UUID

from django.db.models import Count, Max, Prefetch, QuerySet
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
    jobs = GenerationJob.objects.filter(pk__in=claimed)
    together = _of_batches(jobs)
    alone = len(claimed) - sum(together.values())
    told = _told(jobs.exclude(batch__in=together), room=_ROOM if alone <= _ROOM else _ROOM - 1)
    context = {
        "jobs": told[::-1],
        "more": alone - len(told),
        "batches": batch_standings(_batches(together), viewer=Viewer()),
        "begun": [(incident.pk, what_is_wrong(incident)) for incident in incidents.begun],
        "over": incidents.over,
    }
    return render(request, "web/frame/endings.html", context, status=HTTPStatus.CREATED)


def _of_batches(jobs: QuerySet[GenerationJob]) -> dict[UUID, int]:
    """Return how many of the jobs are of which batch, where several are, the last that ended first.

    One of a batch is told like any.
    """
    by_batch = jobs.exclude(batch=None).order_by().values("batch")
    many = by_batch.annotate(number=Count("pk"), last=Max("completed_at")).filter(number__gt=1)
    return dict(many.order_by("-last").values_list("batch", "number"))


def _batches(ids: Iterable[UUID]) -> list[GenerationBatch]:
    found = GenerationBatch.objects.in_bulk(ids)
    return [found[batch] for batch in ids if batch in found]


def _told(jobs: QuerySet[GenerationJob], *, room: int) -> Sequence[GenerationJob]:
    """Return those there is room for, the last that ended first.

    They come with what failed of them, and why one was not resumed.
    """
    failed = GenerationTask.objects.filter(status=TaskStatus.FAILED)
    with_failed = Prefetch("tasks", failed.order_by("position"), to_attr="failed")
    found = jobs.select_related("funnel").prefetch_related(with_failed).order_by("-completed_at")
    last = list(found[:room])
    for job in last:
        vars(job)["why_left"] = why_left(job, next(iter(vars(job)["failed"]), None))
    return last


@require_POST
def notify_me(request: HttpRequest) -> HttpResponse:
    """Note that the person wants a notification of the browser's when something has ended."""
    Preferences.objects.update_or_create(user=person(request), defaults={"notify_in_browser": True})
    return HttpResponse(status=HTTPStatus.NO_CONTENT)
