"""The history: every run of a person, the latest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from generation.blueprints import get_blueprint
from generation.engine.standing import JobStanding, Viewer, jobs_to_show, standings
from generation.models import GenerationJob, TaskAttempt
from generation.web.access import person
from generation.web.runs.card import Card, card_of_job
from generation.web.runs.shown import run_address

_A_PAGE = 25


@dataclass(frozen=True, kw_only=True)
class Run:
    """One line of the history."""

    job: GenerationJob
    card: Card
    kind: str
    words: str
    cost: str
    tries: int
    address: str


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """Show the person's runs, a page at a time."""
    jobs = jobs_to_show().filter(funnel__owner=person(request)).order_by("-created_at", "-pk")
    page = Paginator(jobs, _A_PAGE).get_page(request.GET.get("page"))
    return render(request, "web/runs/history.html", {"page": page, "runs": _runs(page)})


def _runs(page: "Page[GenerationJob]") -> list[Run]:
    jobs = list(page.object_list)
    tries = _tries(jobs)
    return [
        Run(
            job=found.job,
            card=card_of_job(found, rewrites=0),
            kind=get_blueprint(found.job.blueprint).title,
            words=_words(found),
            cost=_cost(found),
            tries=tries.get(found.job.pk, 0),
            address=run_address(found.job.funnel, job=found.job),
        )
        for found in standings(jobs, viewer=Viewer())
    ]


def _tries(jobs: Sequence[GenerationJob]) -> dict[object, int]:
    attempts = TaskAttempt.objects.filter(task__job__in=jobs).order_by()
    return dict(attempts.values_list("task__job").annotate(Count("pk")))


def _words(standing: JobStanding) -> str:
    words = sum(entry.task.words or 0 for entry in standing.tasks)
    return f"{words:,}" if words else ""


def _cost(standing: JobStanding) -> str:
    return f"${standing.usage.cost_usd:.2f}" if standing.usage.cost_micro_usd else ""
