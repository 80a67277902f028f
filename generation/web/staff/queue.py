"""The queue page: open jobs in the order of their turns, those that failed lately, and what can be done."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from generation.blueprints.called import called_in_full
from generation.engine.gate.admission import why_line_stands
from generation.engine.standing.house_jobs import HouseJobs, list_failed_jobs, list_open_jobs
from generation.engine.standing.jobs import standings
from generation.engine.standing.overview import look_at_queue, silent_kinds
from generation.engine.standing.reach import may_prioritise, viewer_of
from generation.engine.verbs.jobs import cancel_job, resume_job, set_priority
from generation.states import OPEN_JOB, JobStatus, Priority
from generation.web.access import find_job, person
from generation.web.failures import act
from generation.web.staff.day import figures_of_a_day, shown
from generation.web.staff.gate import staff_only
from generation.web.staff.incidents import open_incidents
from generation.web.staff.rows import failed_row, row_of
from settings_app import store

_A_PAGE = 50


@staff_only
@require_safe
def queue_page(request: HttpRequest) -> HttpResponse:
    status, owner = request.GET.get("status", ""), request.GET.get("user", "").replace("\0", "").strip()
    shows_failed = status == JobStatus.FAILED
    found, page = _page_of(_search(status, owner), request.GET.get("page", ""))
    row = failed_row if shows_failed else row_of
    day = figures_of_a_day()
    context = {
        "queue": look_at_queue(),
        "day": day,
        "figures": shown(day),
        "silent": silent_kinds(),
        "closed": why_line_stands(store.read_all()),
        "incidents": open_incidents(),
        "may_try": viewer_of(person(request)).operates,
        "rows": [row(standing) for standing in standings(found.jobs, viewer=viewer_of(person(request)))],
        "page": page,
        "shows_failed": shows_failed,
        "status": status,
        "owner": owner,
        "query": _filters(request),
        # Flower listens on this machine alone; only beside embedded servers is that where the person sits.
        "flower": f"http://localhost:{settings.ENV.flower_port}/" if settings.ENV.embedded else "",
    }
    return render(request, "web/staff/queue.html", context)


@staff_only
@require_POST
def prioritise(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Give a job in line the priority that the form names."""
    job, wanted = find_job(request, job_id), request.POST.get("priority", "")
    asker = viewer_of(person(request))
    if not may_prioritise(store.read_all(), asker):
        raise PermissionDenied("Priorities are changed by those who operate jobs, at present.")
    if wanted not in set(Priority):
        messages.error(request, "Choose high, normal or low.")
        return _to_queue(request)
    says = f"{called_in_full(job)} has {wanted} priority now."
    change = partial(set_priority, job, Priority(wanted), as_operator=asker.operates)
    act(request, change, says=says)
    return _to_queue(request)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Cancel the job; a GET asks first, as the queue page itself does where it can."""
    job = find_job(request, job_id)
    if request.method != "POST":
        return render(request, "web/staff/cancel.html", {"job": job, "query": _filters(request)})
    says = f"{called_in_full(job)} is cancelled. Finished parts are kept."
    act(request, partial(cancel_job, job), says=says)
    return _to_queue(request)


@staff_only
@require_POST
def resume(request: HttpRequest, job_id: UUID) -> HttpResponse:
    job = find_job(request, job_id)
    says = f"{called_in_full(job)} is resumed. Finished parts are kept."
    act(request, partial(resume_job, job), says=says)
    return _to_queue(request)


def _search(status: str, owner: str) -> Callable[..., HouseJobs]:
    if status == JobStatus.FAILED:
        return partial(list_failed_jobs, most=_A_PAGE, owner=owner)
    wanted = JobStatus(status) if status in OPEN_JOB else None
    return partial(list_open_jobs, most=_A_PAGE, owner=owner, status=wanted)


def _page_of(search: Callable[..., HouseJobs], number: str) -> "tuple[HouseJobs, Page[Any]]":
    """Return what stands on the page of that number; the line may have become shorter than that."""
    wanted = int(number) if number.isdecimal() and len(number) < 7 else 1
    found = search(skip=(max(1, wanted) - 1) * _A_PAGE)
    page = Paginator(range(found.total), _A_PAGE).get_page(wanted)
    return (found if page.number == wanted else search(skip=(page.number - 1) * _A_PAGE)), page


def _to_queue(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("queue") + _filters(request))


def _filters(request: HttpRequest) -> str:
    """Return what the page is filtered by, which the address of every verb carries."""
    return f"?{request.GET.urlencode()}" if request.GET else ""
