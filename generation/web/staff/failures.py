"""Failed runs by what made them fail, with a button that resumes all of one cause."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from generation.causes import Cause, cause_of
from generation.engine.standing.reach import OPERATE, NotAllowedToChangeError
from generation.engine.verbs.failed_jobs import (
    AT_ONCE,
    FailedGroup,
    failed_jobs,
    group_failures,
    resume_failed,
)
from generation.models import GenerationJob
from generation.web.access import person
from generation.web.staff.gate import staff_only
from generation.web.words import counted

_EXAMPLES = 10


@dataclass(frozen=True, kw_only=True)
class FailureCard:
    """The runs that failed by one cause: `runs` are the latest of them, `more` how many there are beside.

    The button resumes `at_once` of them.
    """

    code: str
    title: str
    cause: Cause
    message: str
    jobs: int
    owners: int
    last_at: datetime
    runs: list[GenerationJob]
    more: int
    at_once: int


@staff_only
@require_safe
def failures_page(request: HttpRequest) -> HttpResponse:
    cards = [_card(group) for group in group_failures()]
    may_operate = person(request).has_perm(OPERATE)
    return render(request, "web/staff/failures.html", {"cards": cards, "may_operate": may_operate})


@staff_only
@require_POST
def resume_all(request: HttpRequest, code: str) -> HttpResponse:
    """Resume the runs that failed by this cause, a hundred at a time."""
    if not person(request).has_perm(OPERATE):
        raise PermissionDenied(str(NotAllowedToChangeError()))
    told = resume_failed(code)
    for refusal in told.refused[:_EXAMPLES]:
        messages.error(request, refusal)
    if told.resumed:
        left = f" {counted(told.left, 'is', 'are')} left." if told.left else ""
        says = f"{counted(told.resumed, 'run is', 'runs are')} resumed. Finished parts are kept.{left}"
        messages.success(request, says)
    elif not told.refused:
        messages.info(request, "Nothing was left to resume.")
    return HttpResponseRedirect(reverse("failures"))


def _card(group: FailedGroup) -> FailureCard:
    cause = cause_of(group.code)
    runs = failed_jobs(group.code).select_related("funnel__owner").defer("brief", "inputs", "funnel__brief")
    return FailureCard(
        code=group.code,
        title=cause.title,
        cause=cause,
        message=group.message,
        jobs=group.jobs,
        owners=group.owners,
        last_at=group.last_at,
        runs=list(runs.order_by("-completed_at")[:_EXAMPLES]),
        more=max(0, group.jobs - _EXAMPLES),
        at_once=min(group.jobs, AT_ONCE),
    )
