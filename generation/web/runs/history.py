"""The history: every run of a person, the latest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from generation.blueprints import BLUEPRINTS, get_blueprint
from generation.blueprints.called import content_name
from generation.engine.standing.chronicle import Course, read_courses
from generation.engine.standing.jobs import JobStanding, jobs_to_show, standings
from generation.engine.standing.reach import Viewer
from generation.models import GenerationJob, TaskAttempt
from generation.states import JobStatus
from generation.web.access import find_funnel, person
from generation.web.runs.card import Card, card_of_job
from generation.web.runs.costs import spent, written_by_demo
from generation.web.runs.run_page import run_address
from generation.web.words import counted

_A_PAGE = 25


@dataclass(frozen=True, kw_only=True)
class Run:
    """One line of the history. `runs_since` is None where it waits in line, or has ended."""

    job: GenerationJob
    card: Card
    runs_since: datetime | None
    course: str
    words: str
    cost: str
    tries: int
    address: str


class Narrowed(forms.Form):
    """To the runs of which funnel, and of which kind; left out it is all."""

    funnel = forms.UUIDField(required=False)
    kind = forms.ChoiceField(required=False, choices=[(kind.key, kind.title) for kind in BLUEPRINTS])


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """Show the person's runs, or those of one funnel or kind, a page at a time."""
    asked = Narrowed(request.GET)
    if not asked.is_valid():
        raise Http404
    funnel_id, kind = asked.cleaned_data["funnel"], asked.cleaned_data["kind"]
    funnel = find_funnel(request, funnel_id) if funnel_id else None
    jobs = jobs_to_show().filter(Q(funnel=funnel) if funnel else Q(funnel__owner=person(request)))
    of_kind = jobs.filter(blueprint=kind) if kind else jobs
    page = Paginator(of_kind.order_by("-created_at", "-pk"), _A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "runs": _runs(page),
        "funnel": funnel,
        "kind": get_blueprint(kind) if kind else None,
    }
    return render(request, "web/runs/history.html", context)


def _runs(page: "Page[GenerationJob]") -> list[Run]:
    jobs = list(page.object_list)
    tries, courses, by_demo = _tries(jobs), read_courses(jobs), written_by_demo(jobs)
    return [
        Run(
            job=found.job,
            card=card_of_job(found, rewrites=0),
            runs_since=found.job.started_at if found.job.status == JobStatus.RUNNING else None,
            course=_in_words(found.job, courses[found.job.pk]),
            words=_words(found),
            cost=spent(found.usage, by_demo=found.job.pk in by_demo),
            tries=tries.get(found.job.pk, 0),
            address=run_address(found.job),
        )
        for found in standings(jobs, viewer=Viewer())
    ]


def _tries(jobs: Sequence[GenerationJob]) -> dict[object, int]:
    attempts = TaskAttempt.objects.filter(task__job__in=jobs).order_by()
    return dict(attempts.values_list("task__job").annotate(Count("pk")))


def _in_words(job: GenerationJob, course: Course) -> str:
    """Return how the run came to what it is: "Generated, resumed 2 times, 1 part regenerated".

    It begins with the kind where the name beside it does not tell it.
    """
    said = (
        f"resumed {counted(course.resumed, 'time')}" if course.resumed else "",
        f"all regenerated {counted(course.regenerated_whole, 'time')}" if course.regenerated_whole else "",
        f"{counted(course.regenerated_parts, 'part')} regenerated" if course.regenerated_parts else "",
    )
    came = ", ".join(["Generated", *filter(None, said)])
    return (
        came if content_name(job.blueprint, job.subject) else f"{get_blueprint(job.blueprint).title}. {came}"
    )


def _words(standing: JobStanding) -> str:
    words = sum(entry.task.words or 0 for entry in standing.tasks)
    return f"{words:,}" if words else ""
