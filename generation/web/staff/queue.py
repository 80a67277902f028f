"""The queue page: all open jobs in the order of their turns, who works on them, and what can be done."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from generation.engine.jobs import cancel_job, set_priority
from generation.engine.open_jobs import list_open_jobs
from generation.engine.overview import endings_of_a_day, look_at_queue, silent_kinds
from generation.engine.reach import viewer_of
from generation.engine.standing import may_prioritise, standings
from generation.states import OPEN_JOB, JobStatus, Priority
from generation.web.access import find_job, person
from generation.web.failures import refusals_as_messages
from generation.web.staff.gate import staff_only
from generation.web.staff.rows import row_of
from settings_app import store

_MOST_ROWS = 100


@staff_only
@require_safe
def queue_page(request: HttpRequest) -> HttpResponse:
    status, owner = request.GET.get("status", ""), request.GET.get("user", "").replace("\0", "").strip()
    found = list_open_jobs(
        most=_MOST_ROWS, status=JobStatus(status) if status in OPEN_JOB else None, owner=owner
    )
    context = {
        "queue": look_at_queue(),
        "endings": endings_of_a_day(),
        "silent": silent_kinds(),
        "rows": [row_of(standing) for standing in standings(found.jobs, viewer=viewer_of(person(request)))],
        "total": found.total,
        "status": status,
        "owner": owner,
        "query": f"?{request.GET.urlencode()}" if request.GET else "",
        # Flower listens on this machine alone; only beside embedded servers is that where the person sits.
        "flower": f"http://localhost:{settings.ENV.flower_port}/" if settings.ENV.embedded else "",
    }
    return render(request, "web/staff/queue.html", context)


@staff_only
@require_POST
def prioritise(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Give a job in line the priority that the form names."""
    job, wanted = find_job(request, job_id), request.POST.get("priority", "")
    if not may_prioritise(store.read_all(), viewer_of(person(request))):
        raise PermissionDenied("Priorities are changed by those who operate jobs, at present.")
    if wanted not in set(Priority):
        messages.error(request, "Choose high, normal or low.")
        return _to_queue(request)
    with refusals_as_messages(request):
        set_priority(job, Priority(wanted))
        messages.success(request, f"{job.funnel.name} has {wanted} priority now.")
    return _to_queue(request)


@staff_only
@require_POST
def cancel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    job = find_job(request, job_id)
    with refusals_as_messages(request):
        cancel_job(job)
        messages.success(request, f"{job.funnel.name} is cancelled. Finished parts are kept.")
    return _to_queue(request)


def _to_queue(request: HttpRequest) -> HttpResponse:
    """Lead back to the page with the filters it had, which the form's address carries."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return HttpResponseRedirect(reverse("queue") + query)
