"""The run page: one funnel's generation, as it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from generation.engine.content.last_job import last_job
from generation.engine.standing.jobs import jobs_to_show
from generation.engine.verbs.feedback import STARS
from generation.models import Funnel, GenerationJob, JobRating
from generation.web.access import find_funnel, person
from generation.web.runs.run_page import RunPage
from generation.web.runs.shown import show_job, show_without_job
from generation.web.which import Which, address_of, which_of, which_of_page
from generation.web.words import counted

_TEMPLATE = "web/runs/run.html"


@dataclass(frozen=True, kw_only=True)
class RatingForm:
    """Stars and comment as they are shown to be changed; `problems` is a sentence for each that is wrong."""

    stars: int = 0
    comment: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    labels: tuple[str, ...] = tuple(counted(stars, "star") for stars in STARS)

    @classmethod
    def of(cls, rating: JobRating | None) -> "RatingForm":
        return cls(stars=rating.stars, comment=rating.comment) if rating else cls()


@require_safe
def funnel_page(request: HttpRequest, funnel_id: UUID) -> HttpResponse:
    """Lead from a funnel to its run, or to that of what else is asked for; that leads everywhere else."""
    return redirect(address_of("run", find_funnel(request, funnel_id).pk, which_of_page(request)))


@require_safe
def run_page(request: HttpRequest, funnel_id: UUID) -> HttpResponse:
    """Show the last run of the kind and subject, or the one that `job` names; `task` is shown at length."""
    funnel = find_funnel(request, funnel_id)
    named = _wanted(funnel, request.GET["job"]) if "job" in request.GET else None
    which = which_of(named) if named else which_of_page(request)
    page = read_page(request, funnel, which, named)
    if page.is_of_no_content:
        return redirect("kinds", funnel_id=funnel.pk)
    return show(request, page)


def show(
    request: HttpRequest,
    page: RunPage,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    rating: RatingForm | None = None,
) -> HttpResponse:
    """Answer with the page; `rating` is what was sent, with what is wrong in it."""
    form = rating or RatingForm.of(page.rating)
    return render(request, _TEMPLATE, {"page": page, "rating": form}, status=status)


def read_page(
    request: HttpRequest, funnel: Funnel, which: Which, named: GenerationJob | None = None
) -> RunPage:
    """Return what the page shows of this content: its last run, unless another one is `named`."""
    latest = last_job(funnel, blueprint=which.blueprint, subject=which.subject, jobs=jobs_to_show())
    job = named or latest
    if job is None:
        return show_without_job(funnel, which, user=person(request))
    chosen = request.GET.get("task", "")
    return show_job(funnel, job, user=person(request), chosen=chosen, is_earlier=job != latest)


def _wanted(funnel: Funnel, job_id: str) -> GenerationJob:
    """Return this job of the funnel; raises Http404 for one that is not."""
    try:
        return jobs_to_show().get(funnel=funnel, pk=UUID(job_id))
    except (ValueError, GenerationJob.DoesNotExist) as error:
        raise Http404 from error
