"""The settings page: staff read it; who has the permission changes, tries and resets there."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from generation.web.access import person
from generation.web.staff.gate import staff_only
from generation.web.staff.shown import groups_shown, named
from settings_app import store
from settings_app.forms import SettingsForm
from settings_app.page import RESET_DONE, latest_changes, moves_of_a_reset
from settings_app.permission import CHANGE_SETTINGS, NEEDS_PERMISSION
from settings_app.schema import TRIALS
from settings_app.sent import Answer, take_in


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request: HttpRequest) -> HttpResponse:
    """Show the form, and on POST save what was changed in it, or only try it."""
    if request.method != "POST":
        return _show(request, Answer(form=SettingsForm(described=store.describe())))
    _require_permission(request)
    answer = take_in(request.POST, by=person(request))
    if not answer.saved:
        # No redirect, which would lose what is not saved; a reload asks before it sends the form again.
        status = HTTPStatus.UNPROCESSABLE_ENTITY if answer.form.errors else HTTPStatus.OK
        return _show(request, answer, status=status)
    messages.success(request, answer.saved)
    if answer.warned:
        messages.warning(request, answer.warned)
    return HttpResponseRedirect(reverse("settings"))


@staff_only
@require_POST
def settings_meaning(request: HttpRequest) -> HttpResponse:
    """Say what the values come to that somebody types; nothing is saved."""
    described = store.describe()
    groups = groups_shown(SettingsForm(request.POST, described=described), described)
    return render(request, "web/staff/meaning.html", {"groups": groups})


@staff_only
@require_POST
def reset_settings(request: HttpRequest) -> HttpResponse:
    """Give every setting its default again; the page has asked before."""
    _require_permission(request)
    store.reset_to_defaults(person(request))
    messages.success(request, RESET_DONE)
    return HttpResponseRedirect(reverse("settings"))


def _show(request: HttpRequest, answer: Answer, *, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    form, may_change = answer.form, person(request).has_perm(CHANGE_SETTINGS)
    if not may_change:
        form.make_read_only()
    context: dict[str, Any] = {
        "form": form,
        "groups": groups_shown(form, store.describe()),
        "wrong": [form[key] for key in form.errors],
        "trials": TRIALS.values(),
        "tried": answer.tried,
        "may_change": may_change,
        "needs_permission": NEEDS_PERMISSION,
        "moves": [(named(key), value, default) for key, value, default in moves_of_a_reset()],
        "latest_changes": [(named(change.key), change) for change in latest_changes()],
    }
    return render(request, "web/staff/settings.html", context, status=status)


def _require_permission(request: HttpRequest) -> None:
    if not person(request).has_perm(CHANGE_SETTINGS):
        raise PermissionDenied(NEEDS_PERMISSION)
