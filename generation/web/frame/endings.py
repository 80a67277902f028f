"""Endings, told once: whichever page asks first is given the words, and shows them."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from generation.engine.notices import claim_ending
from generation.models import GenerationJob, Preferences
from generation.states import TaskStatus
from generation.web.access import person


@require_POST
def tell_ending(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Answer 201 with the toast to the page that is to tell it; 200 where there is nothing to tell."""
    job = GenerationJob.objects.select_related("funnel").filter(pk=job_id, owner=person(request)).first()
    if job is None:
        raise Http404
    if not claim_ending(person(request), job):
        return HttpResponse()
    failed = list(job.tasks.filter(status=TaskStatus.FAILED).order_by("position"))
    return render(request, "web/frame/ending.html", {"job": job, "failed": failed}, status=201)


@require_POST
def notify_me(request: HttpRequest) -> HttpResponse:
    """Note that the person wants a notification of the browser's when something has ended."""
    Preferences.objects.update_or_create(user=person(request), defaults={"notify_in_browser": True})
    return HttpResponse(status=204)
