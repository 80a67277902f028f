"""The page on which a first run is started with a priority, a deadline, or for later."""

from functools import partial
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from generation.engine.allowances.audience import may_choose_high
from generation.engine.content.last_job import last_job
from generation.engine.content.written import amounts_written
from generation.engine.standing.reach import OPERATE
from generation.engine.verbs.jobs import start_job
from generation.models import Funnel
from generation.web.access import find_funnel, person
from generation.web.runs.offered import why_no_run
from generation.web.runs.start_form import StartForm
from generation.web.runs.takes import what_it_takes
from generation.web.runs.verbs import HAS_A_RUN, begin
from generation.web.which import THE_OWN
from settings_app import store

_IS_WRITTEN = "This funnel is written already. Regenerate all writes it again, from here."


@require_http_methods(["GET", "HEAD", "POST"])
def start_page(request: HttpRequest, funnel_id: UUID) -> HttpResponse:
    """Ask how, and start so; a funnel that has a run already, or a text, leads to that."""
    funnel = find_funnel(request, funnel_id, to_change=OPERATE)
    if last_job(funnel):
        messages.info(request, HAS_A_RUN)
        return redirect("run", funnel_id=funnel.pk)
    if amounts_written([funnel.pk]):  # there what is asked first names the sections that a person has edited
        messages.info(request, _IS_WRITTEN)
        return redirect("run", funnel_id=funnel.pk)
    may_choose = may_choose_high(funnel.owner, store.read_all())
    if request.method != "POST":
        return _show(request, funnel, StartForm(may_choose_high=may_choose))
    form = StartForm(request.POST, may_choose_high=may_choose)
    if not form.is_valid():
        return _show(request, funnel, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    says = "It will start at its time." if form.options.scheduled_at else "Generation started."
    return begin(request, funnel.pk, partial(start_job, funnel, options=form.options), says=says)


def _show(
    request: HttpRequest, funnel: Funnel, form: StartForm, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    closed = why_no_run(funnel, parts=len(THE_OWN.kind.tasks({})), user=person(request))
    context = {
        "funnel": funnel,
        "form": form,
        "closed": closed,
        "takes": "" if closed else what_it_takes(funnel),
    }
    return render(request, "web/runs/start.html", context, status=status)
