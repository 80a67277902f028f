"""Writing a part anew: with a wish, and with a choice of the sections that may be replaced."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from generation.engine.keeping import Choice
from generation.engine.last_job import last_job
from generation.engine.reach import OPERATE
from generation.engine.rework import regenerate_task
from generation.models import Funnel, GenerationJob, GenerationTask, Revision, Section, shown_content
from generation.web.access import find_funnel, find_task
from generation.web.failures import refusals_as_messages
from generation.web.reader.forms import RedoForm

_UNPROCESSABLE = 422


@dataclass(frozen=True, kw_only=True)
class Replaceable:
    """A section as the question lists it; `ticked` says that it is to take the new text."""

    section: Section
    words: int
    ticked: bool

    @property
    def value(self) -> str:
        """What a ticked box sends: the section, and the version its owner saw."""
        return f"{self.section.pk}:{self.section.version}"


@require_http_methods(["GET", "POST"])
def redo(request: HttpRequest, funnel_id: UUID, key: str) -> HttpResponse:
    """Ask what the new text of a part should be like and what it may replace; POST has it written."""
    funnel = find_funnel(request, funnel_id, to_change=OPERATE)
    job = last_job(funnel)
    if job is None:
        raise Http404
    task = find_task(request, job.pk, key)
    form = RedoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _start(request, funnel, task, form.cleaned_data["note"])
    status = _UNPROCESSABLE if form.is_bound else 200
    return _ask(request, funnel, job, task, form, status=status)


def _start(request: HttpRequest, funnel: Funnel, task: GenerationTask, note: str) -> HttpResponse:
    ticked = dict(_read(value) for value in request.POST.getlist("replace"))
    sections = {revision.section_id for revision in _written_by(task)}
    choice = Choice(replace=ticked, keep=frozenset(sections - ticked.keys()))
    with refusals_as_messages(request):
        regenerate_task(task, note=note, choice=choice)
        messages.success(request, f"{task.name} is being written anew.")
    return HttpResponseRedirect(f"{reverse('read', args=[funnel.pk])}?part={task.key}")


def _ask(
    request: HttpRequest,
    funnel: Funnel,
    job: GenerationJob,
    task: GenerationTask,
    form: RedoForm,
    *,
    status: int,
) -> HttpResponse:
    values = {
        "funnel": funnel,
        "job": job,
        "task": task,
        "form": form,
        "sections": [_replaceable(request, revision) for revision in _written_by(task)],
    }
    template = "web/reader/redo_form.html" if request.htmx else "web/reader/redo.html"  # type: ignore[attr-defined]
    return render(request, template, values, status=status)


def _replaceable(request: HttpRequest, revision: Revision) -> Replaceable:
    """Tick what no person has touched, and only the section asked for if there is one; keep what was sent."""
    section, only = revision.section, request.GET.get("section", "")
    ticked = not (section.edited or section.locked) and only in ("", str(section.pk))
    if request.method == "POST":
        ticked = any(value.startswith(str(section.pk)) for value in request.POST.getlist("replace"))
    return Replaceable(section=section, words=revision.words, ticked=ticked)


def _written_by(task: GenerationTask) -> list[Revision]:
    job = task.job
    shown = shown_content(blueprint=job.blueprint, subject=job.subject)
    found = shown.filter(section__funnel=job.funnel_id, section__task_key=task.key)
    return list(found.defer("body", "fields", "advice").order_by("section__position"))


def _read(value: str) -> tuple[UUID, int]:
    section, _, version = value.partition(":")
    try:
        return UUID(section), int(version)
    except ValueError as error:
        raise Http404 from error
