"""The brief, written step by step and saved on the way."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from generation.engine.standing.reach import CHANGE_FUNNEL
from generation.engine.verbs.briefs import change_funnel
from generation.models import Funnel
from generation.web.access import find_funnel
from generation.web.funnels.brief_page import BriefPage
from generation.web.funnels.examples import fill_gaps
from generation.web.funnels.findings import find
from generation.web.funnels.forms import StepForm, texts_of
from generation.web.funnels.merge import ChangedElsewhereError, Seen, is_changed, merge, read_seen, see
from generation.web.funnels.steps import STEPS, Step, find_step, step_after
from generation.web.words import counted


@require_http_methods(["GET", "HEAD", "POST"])
def brief(request: HttpRequest, funnel_id: UUID, step: str) -> HttpResponse:
    """Show a step, or save it and go where `go` says; without a word where to go it is saved in passing."""
    found = find_step(step)
    if found is None:
        raise Http404
    if request.method == "POST":
        return _save(request, find_funnel(request, funnel_id, to_change=CHANGE_FUNNEL), found)
    funnel = find_funnel(request, funnel_id)
    page = BriefPage(
        request=request,
        funnel=funnel,
        step=found,
        form=StepForm(found, funnel),
        seen=see(texts_of(funnel, found)),
        tells_missing="missing" in request.GET,
    )
    return page.whole()


def _save(request: HttpRequest, funnel: Funnel, step: Step) -> HttpResponse:
    """Keep what can be kept, and answer with what cannot, if anything."""
    form = StepForm(step, funnel, data=request.POST)
    fits, seen = form.is_valid(), read_seen(request.POST.get("seen", ""))
    go = request.POST.get("go", "")
    try:
        funnel = change_funnel(funnel, lambda held: _write(held, form, seen, go=go))
    except Funnel.DoesNotExist as error:
        raise Http404 from error
    except ChangedElsewhereError as conflict:
        return _show_both(request, funnel, form, seen, conflict)
    known = {**seen, **see(form.typed)}
    page = BriefPage(request=request, funnel=funnel, step=step, form=form, seen=known)
    if not go:
        return page.pieces(status=HTTPStatus.OK if fits else HTTPStatus.UNPROCESSABLE_ENTITY)
    if not fits or (go == "next" and page.wrong):
        return page.whole(status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _go_on(request, funnel, step, go)


def _write(held: Funnel, form: StepForm, seen: Seen, *, go: str) -> None:
    merge(held, form.typed, seen=seen)
    if go == "example":
        fill_gaps(held, form.step)


def _show_both(
    request: HttpRequest, funnel: Funnel, form: StepForm, seen: Seen, conflict: ChangedElsewhereError
) -> HttpResponse:
    """Answer with what was written here, and beside it what stands there now; nothing is saved yet."""
    funnel.refresh_from_db()
    page = BriefPage(
        request=request, funnel=funnel, step=form.step, form=form, seen=seen, theirs=conflict.theirs
    )
    if not request.POST.get("go"):
        return page.pieces(status=HTTPStatus.CONFLICT)
    now = texts_of(funnel, form.step)
    ours = {path: text for path, text in form.typed.items() if is_changed(path, text, seen)}
    shown = {field.name: {**now, **ours}[field.path] for field in form.step.fields}
    page.form, page.seen = StepForm(form.step, funnel, data=shown), see(now)
    return page.whole(status=HTTPStatus.CONFLICT)


def _go_on(request: HttpRequest, funnel: Funnel, step: Step, go: str) -> HttpResponse:
    """Say what was done, and lead on; a step that is not known is this one."""
    if go == "example":
        messages.success(request, "What was empty is filled with an example. Change what you like.")
    else:
        messages.success(request, _saved(funnel, step))
    slugs = {"next": step_after(step).slug, **{each.slug: each.slug for each in STEPS}}
    return redirect("brief", funnel.pk, slugs.get(go, step.slug))


def _saved(funnel: Funnel, step: Step) -> str:
    """Return what is said of the step that was saved; the page it is said on may be another's."""
    lacking = len(find(funnel).of(step))
    if not lacking:
        return "Saved."
    return f"{step.title}: {counted(lacking, 'thing is', 'things are')} still missing."
