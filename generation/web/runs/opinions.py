"""What people say of a run: stars with a comment, and that they need help."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from generation.app_settings import SUPPORT_URL
from generation.engine.verbs.feedback import STARS, ask_for_support, rate_job
from generation.errors import InvalidRequestError
from generation.web.access import find_job, person
from generation.web.failures import refusals_as_messages
from generation.web.runs.page import RatingForm, read_page, show
from generation.web.which import address_of, which_of
from settings_app import store

_CHOICES = [str(stars) for stars in STARS]


@require_POST
def rate(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Keep the owner's stars and comment; what is wrong with them is said beside them."""
    job = find_job(request, job_id, to_change="")
    if job.funnel.owner_id != person(request).pk:
        raise PermissionDenied("Only the owner of a funnel rates it.")
    chosen, comment = request.POST.get("stars", ""), request.POST.get("comment", "").strip()
    stars = int(chosen) if chosen in _CHOICES else 0
    with refusals_as_messages(request):
        try:
            rate_job(job, stars=stars, comment=comment)
        except InvalidRequestError as error:
            form = RatingForm(stars=stars, comment=comment, problems=error.problems)
            page = read_page(request, job.funnel, which_of(job))
            return show(request, page, status=HTTPStatus.UNPROCESSABLE_ENTITY, rating=form)
        messages.success(request, "Thank you. Your rating is saved.")
    return redirect(address_of("run", job.funnel_id, job))


@require_http_methods(["GET", "HEAD", "POST"])
def support(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Note on the job that its owner asks for help, and lead to where help is.

    The policy of our pages lets no form lead to another host, so the last step is a page's own.
    """
    job = find_job(request, job_id, to_change="")
    address = store.get(SUPPORT_URL)
    if not address:
        raise Http404
    if request.method != "POST":
        values = {"job": job, "address": address, "name": address.removeprefix("mailto:")}
        is_noted = job.events.filter(kind="support_asked").exists()
        return render(request, "web/runs/support.html", {**values, "is_noted": is_noted})
    if job.funnel.owner_id == person(request).pk:
        ask_for_support(job)
    return redirect("support", job_id=job.pk)
