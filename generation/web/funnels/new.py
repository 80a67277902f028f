"""A new funnel: blank, from an example, or from a brief that was kept."""

from http import HTTPStatus
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from generation.engine.verbs.briefs import new_funnel as write_funnel
from generation.languages import DEFAULT_LANGUAGE
from generation.models import BriefTemplate, Funnel
from generation.web.access import person
from generation.web.funnels.changes import NameForm
from generation.web.funnels.examples import EXAMPLES, find_example
from generation.web.funnels.sent_once import id_to_make
from generation.web.funnels.steps import FIRST, LAST


@require_http_methods(["GET", "HEAD", "POST"])
def new_funnel(request: HttpRequest) -> HttpResponse:
    """Show what to begin with; a choice makes the funnel and leads to its brief."""
    form = NameForm(request.POST or None)
    if request.method == "POST" and (funnel := _begin(request, form)):
        return redirect("brief", funnel.pk, FIRST.slug if funnel.draft else LAST.slug)
    context = {
        "form": form,
        "key": uuid4(),
        "examples": [find_example(key) for key in EXAMPLES],
        "templates": person(request).brief_templates.defer("brief"),
    }
    return render(
        request,
        "web/funnels/new.html",
        context,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK,
    )


def _begin(request: HttpRequest, form: NameForm) -> Funnel | None:
    """Make the funnel that was chosen; None where its name cannot be."""
    kind, _, which = request.POST.get("begin", "").partition(":")
    match kind:
        case "blank":
            return _blank(request, form)
        case "example":
            return _from_example(request, which)
        case "template":
            return _from_template(request, which)
    raise Http404


def _blank(request: HttpRequest, form: NameForm) -> Funnel | None:
    if not form.is_valid():
        return None
    name = form.cleaned_data["name"]
    return write_funnel(
        person(request),
        name=name,
        language=DEFAULT_LANGUAGE,
        brief={},
        funnel_id=id_to_make(request, f"blank {name}"),
    )


def _from_example(request: HttpRequest, key: str) -> Funnel:
    try:
        example = find_example(key)
    except KeyError as error:
        raise Http404 from error
    messages.success(request, "This is an example. Look it over, change what you like, then generate.")
    return write_funnel(
        person(request),
        name=example.name,
        language=example.language,
        brief=dict(example.brief),
        funnel_id=id_to_make(request, f"example {key}"),
    )


def _from_template(request: HttpRequest, template_id: str) -> Funnel:
    try:
        found = UUID(template_id)
    except ValueError as error:
        raise Http404 from error
    template = get_object_or_404(BriefTemplate, pk=found, owner=person(request))
    return write_funnel(
        person(request),
        name=template.name,
        language=template.language,
        brief=template.brief,
        funnel_id=id_to_make(request, f"template {template_id}"),
    )
