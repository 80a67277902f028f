"""The page on which a run of any kind is asked for, looked over, and started."""

from dataclasses import asdict, dataclass
from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.views.decorators.http import require_http_methods

from generation.blueprints.base import Blueprint
from generation.blueprints.called import OWN
from generation.blueprints.shapes import shapes_of
from generation.engine.allowances.audience import may_choose_high
from generation.engine.content.last_job import last_job
from generation.engine.standing.reach import OPERATE
from generation.engine.verbs.idempotency import start_once
from generation.engine.verbs.jobs import start_job
from generation.errors import InvalidRequestError, JobOpenError, NotAllowedError
from generation.models import Funnel, GenerationJob
from generation.uploads import ACCEPTED
from generation.web.access import find_funnel, person
from generation.web.funnels.sent_once import id_to_make
from generation.web.kinds.forms import KindForm
from generation.web.kinds.reading import Typed, with_files_read
from generation.web.kinds.ready import Ready, ready_to_start
from generation.web.kinds.startable import Gap, find_kind, gaps_in_brief
from generation.web.runs.offered import why_no_run
from generation.web.which import address_of, which_of
from settings_app import store


@require_http_methods(["GET", "HEAD", "POST"])
def kind_page(request: HttpRequest, funnel_id: UUID, kind: str) -> HttpResponse:
    """Ask what is to be written; what is sent is shown to be looked over, and what was looked over starts.

    With a `subject` it begins with the inputs of the last run about that, or of the one that `job` names.
    """
    funnel = find_funnel(request, funnel_id, to_change=OPERATE)
    if kind == OWN:
        return redirect("start", funnel_id=funnel.pk)
    return _KindPage(request, funnel, find_kind(kind)).answer()


@dataclass(frozen=True, kw_only=True)
class _Hindered:
    """What keeps a run from being started: what the brief lacks, and the same that is being written."""

    gaps: tuple[Gap, ...]
    job: GenerationJob | None = None


class _KindPage:
    """One look at the form of a kind."""

    def __init__(self, request: HttpRequest, funnel: Funnel, kind: Blueprint) -> None:
        self.request, self.funnel, self.kind = request, funnel, kind

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            return self._show(self._form(inputs=self._before.inputs if self._before else None))
        form = self._form(
            with_files_read(shapes_of(self.kind.inputs_schema), self.request.POST, self.request.FILES)
        )
        if not form.is_valid():
            return self._show(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        if self.request.POST.get("seen") == form.digest:
            return self._start(form)
        return self._look_over(form)

    def _form(self, typed: Typed | None = None, *, inputs: Any = None) -> KindForm:
        return KindForm(
            self.kind,
            self.funnel,
            typed.data if typed else None,
            unread=typed.unread if typed else None,
            inputs=inputs,
            may_choose_high=may_choose_high(self.funnel.owner, store.read_all()),
        )

    @cached_property
    def _before(self) -> GenerationJob | None:
        """The run to begin with: the one that is named, or the last about the subject that is asked for."""
        if "job" in self.request.GET:
            return self._named(self.request.GET["job"])
        subject = self.request.GET.get("subject")
        if subject is None:
            return None
        if "\0" in subject:  # which PostgreSQL cannot look for
            raise Http404
        return last_job(self.funnel, blueprint=self.kind.key, subject=subject)

    def _named(self, job_id: str) -> GenerationJob:
        try:
            return self.funnel.jobs.get(pk=UUID(job_id), blueprint=self.kind.key)
        except (ValueError, GenerationJob.DoesNotExist) as error:
            raise Http404 from error

    def _look_over(self, form: KindForm) -> HttpResponse:
        """Show what would be started, unless something keeps it from being so."""
        hindered = self._hindered(form)
        if hindered.job or hindered.gaps:
            return self._show(form, status=HTTPStatus.CONFLICT, hindered=hindered)
        user, inputs = person(self.request), form.inputs
        ready = ready_to_start(self.funnel, self.kind, inputs, seen=form.digest, user=user)
        return self._show(form, ready=ready, hindered=hindered)

    def _start(self, form: KindForm) -> HttpResponse:
        """Start it, once however often this is sent; what is refused is told, and nothing typed is lost."""
        start = partial(
            start_job, self.funnel, blueprint=self.kind.key, inputs=form.inputs, options=form.options
        )
        asked = {"kind": self.kind.key, "inputs": form.inputs, "options": asdict(form.options)}
        key = f"page {id_to_make(self.request, str(self.funnel.pk))}"
        try:
            job = start_once(owner=person(self.request), key=key, request=asked, start=start)
        except (JobOpenError, InvalidRequestError):
            return self._look_over(form)  # the page tells both by itself
        except NotAllowedError as error:
            return self._show(form, status=HTTPStatus.CONFLICT, refusal=error.message)
        says = "It will start at its time." if form.options.scheduled_at else "Generation started."
        messages.success(self.request, says)
        return redirect(address_of("run", self.funnel.pk, job))

    def _hindered(self, form: KindForm) -> "_Hindered":
        gaps = gaps_in_brief(self.kind, self.funnel, form.inputs)
        if not form.is_bound or form.errors:
            return _Hindered(gaps=gaps)
        subject = self.kind.subject(form.inputs)
        job = last_job(self.funnel, blueprint=self.kind.key, subject=subject)
        return _Hindered(gaps=gaps, job=job if job and job.is_open else None)

    def _show(
        self,
        form: KindForm,
        *,
        status: HTTPStatus = HTTPStatus.OK,
        ready: Ready | None = None,
        refusal: str = "",
        hindered: "_Hindered | None" = None,
    ) -> HttpResponse:
        hindered = hindered or self._hindered(form)
        job = hindered.job
        context = {
            "funnel": self.funnel,
            "kind": self.kind,
            "again": which_of(self._before).name if self._before else "",
            "form": form,
            "key": uuid4(),
            "ready": ready,
            "refusal": refusal,
            "wrong": [shown for shown in form.shown if shown.error],
            "gaps": hindered.gaps,
            "closed": why_no_run(self.funnel, parts=1, user=person(self.request)),
            "runs_already": address_of("run", self.funnel.pk, job) if job else "",
            "called": which_of(job).name if job else "",
            "accepted": ACCEPTED,
        }
        return render(self.request, "web/kinds/start.html", context, status=status)
