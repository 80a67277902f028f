"""What is done to a funnel as a whole: named, copied, kept as a template, deleted."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from generation.engine.standing.reach import CHANGE_FUNNEL, DELETE_FUNNEL
from generation.engine.verbs import briefs
from generation.engine.verbs.briefs import LONGEST_NAME
from generation.engine.verbs.deletion import delete_funnel as delete
from generation.models import BriefTemplate, Funnel
from generation.texts import wrong_with_name
from generation.web.access import find_funnel, person
from generation.web.failures import refusals_as_messages
from generation.web.funnels.sent_once import id_to_make
from generation.web.funnels.steps import FIRST


class NameForm(forms.Form):
    """A name that can be seen, as every funnel and template has one."""

    name = forms.CharField(
        max_length=LONGEST_NAME,
        error_messages={
            "required": "Write a name.",
            "max_length": f"Write a name of up to {LONGEST_NAME} characters.",
        },
    )

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if name and (wrong := wrong_with_name(name)):
            raise forms.ValidationError(wrong)
        return name


@require_POST
def rename_funnel(request: HttpRequest, funnel_id: UUID) -> HttpResponse:
    funnel = find_funnel(request, funnel_id, to_change=CHANGE_FUNNEL)
    if name := _name(request):

        def rename(held: Funnel) -> None:
            held.name = name

        with refusals_as_messages(request):
            briefs.change_funnel(funnel, rename)
            messages.success(request, "Renamed.")
    return redirect("dashboard")


@require_POST
def duplicate_funnel(request: HttpRequest, funnel_id: UUID) -> HttpResponse:
    """Copy the brief into a new funnel of the caller's own, and go there."""
    funnel, copy_id = find_funnel(request, funnel_id), id_to_make(request, f"copy {funnel_id}")
    copy = briefs.duplicate_funnel(funnel, person(request), funnel_id=copy_id)
    messages.success(request, "Copied. The copy has the brief, and nothing written yet.")
    return redirect("brief", copy.pk, FIRST.slug)


@require_POST
def save_template(request: HttpRequest, funnel_id: UUID) -> HttpResponse:
    funnel = find_funnel(request, funnel_id)
    if name := _name(request):
        template_id = id_to_make(request, f"template {funnel_id} {name}")
        briefs.keep_as_template(funnel, person(request), name=name, template_id=template_id)
        messages.success(request, "Kept as a template. Find it under New funnel.")
    return redirect("dashboard")


@require_POST
def delete_template(request: HttpRequest, template_id: UUID) -> HttpResponse:
    get_object_or_404(BriefTemplate, pk=template_id, owner=person(request)).delete()
    messages.success(request, "Template deleted. Funnels that began with it stay.")
    return redirect("new_funnel")


@require_POST
def delete_funnel(request: HttpRequest, funnel_id: UUID) -> HttpResponse:
    """Delete it with all that was written for it; refused while it is being written."""
    funnel = find_funnel(request, funnel_id, to_change=DELETE_FUNNEL)
    with refusals_as_messages(request):
        delete(funnel)
        messages.success(request, "Deleted.")
    return redirect("dashboard")


def _name(request: HttpRequest) -> str:
    """Return the name that was sent; nothing, and a message why, where there is none to be had."""
    form = NameForm(request.POST)
    if form.is_valid():
        return str(form.cleaned_data["name"])
    messages.error(request, " ".join(str(sentence) for sentence in form["name"].errors))
    return ""
