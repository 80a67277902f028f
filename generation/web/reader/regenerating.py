"""Regenerating a part: with a wish, and with a choice of the sections that may be replaced."""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from generation.engine.content.keeping import Choice
from generation.engine.content.last_job import last_job
from generation.engine.standing.estimate import estimate_task
from generation.engine.standing.parts import list_parts
from generation.engine.standing.reach import OPERATE
from generation.engine.verbs.rework import regenerate_task
from generation.models import Funnel, GenerationTask, Revision, Section
from generation.web.access import find_funnel, find_task
from generation.web.estimates import in_words
from generation.web.failures import refusals_as_messages
from generation.web.reader.forms import RegenerateForm
from generation.web.titles import shown_titles
from generation.web.which import address_of, which_of_page


@dataclass(frozen=True, kw_only=True)
class Replaceable:
    """A section as the question lists it; `ticked` says that it is to take the new text."""

    section: Section
    title: str
    words: int
    ticked: bool

    @property
    def value(self) -> str:
        """What a ticked box sends: the section, and the version its owner saw."""
        return f"{self.section.pk}:{self.section.version}"


@require_http_methods(["GET", "HEAD", "POST"])
def regenerate(request: HttpRequest, funnel_id: UUID, key: str) -> HttpResponse:
    """Ask what the new text of a part should be like and what it may replace; POST has it written."""
    funnel, which = find_funnel(request, funnel_id, to_change=OPERATE), which_of_page(request)
    job = last_job(funnel, blueprint=which.blueprint, subject=which.subject)
    if job is None:
        raise Http404
    task = find_task(request, job.pk, key)
    form = RegenerateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _start(request, funnel, task, form.cleaned_data["note"])
    return _ask(request, funnel, task, form)


def _start(request: HttpRequest, funnel: Funnel, task: GenerationTask, note: str) -> HttpResponse:
    ticked = dict(_read(value) for value in request.POST.getlist("replace"))
    sections = {revision.section_id for revision, _ in _titled(funnel, task)}
    choice = Choice(replace=ticked, keep=frozenset(sections - ticked.keys()))
    with refusals_as_messages(request):
        regenerate_task(task, note=note, choice=choice)
        messages.success(request, f"{task.name} is being regenerated.")
    return HttpResponseRedirect(address_of("read", funnel.pk, task.job, part=task.key))


def _ask(request: HttpRequest, funnel: Funnel, task: GenerationTask, form: RegenerateForm) -> HttpResponse:
    values = {
        "funnel": funnel,
        "job": task.job,
        "task": task,
        "form": form,
        "estimate": in_words(estimate_task(task)),
        "sections": [_replaceable(request, revision, title) for revision, title in _titled(funnel, task)],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    htmx = request.htmx  # type: ignore[attr-defined]
    template = "web/reader/regenerate_form.html" if htmx else "web/reader/regenerate.html"
    return render(request, template, values, status=status)


def _replaceable(request: HttpRequest, revision: Revision, title: str) -> Replaceable:
    """Tick what no person has touched, and only the section asked for if there is one; keep what was sent."""
    section, only = revision.section, request.GET.get("section", "")
    ticked = not (section.edited or section.locked) and only in ("", str(section.pk))
    if request.method == "POST":
        ticked = any(value.startswith(str(section.pk)) for value in request.POST.getlist("replace"))
    return Replaceable(section=section, title=title, words=revision.words, ticked=ticked)


def _titled(funnel: Funnel, task: GenerationTask) -> Iterator[tuple[Revision, str]]:
    """Yield what the task has written, each with the title it is shown under."""
    blueprint, subject = task.job.blueprint, task.job.subject
    parts = list_parts(funnel, blueprint=blueprint, subject=subject)
    part = next((part for part in parts if part.task == task.key), None)
    if part is None:
        raise Http404
    titles = shown_titles(funnel, [task.key], blueprint=blueprint, subject=subject)
    for revision in part.sections:
        yield revision, titles.get((task.key, revision.section.key), revision.section.title)


def _read(value: str) -> tuple[UUID, int]:
    section, _, version = value.partition(":")
    try:
        return UUID(section), int(version)
    except ValueError as error:
        raise Http404 from error
