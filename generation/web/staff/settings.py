"""The settings page: staff read it; who has the permission changes, tries and resets there."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from generation.web.access import person
from generation.web.staff.gate import CHANGE_SETTINGS, staff_only
from generation.web.staff.shown import Tried, groups_shown, named
from settings_app import store
from settings_app.forms import SettingsForm
from settings_app.models import SettingChange
from settings_app.page import moves_of_a_reset, try_out
from settings_app.schema import TRIALS, TrialError
from settings_app.store import DescribedSetting

_LATEST_CHANGES = 10


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request: HttpRequest) -> HttpResponse:
    """Show the form, and on POST save what was changed in it, or only try it."""
    described = store.describe()
    if request.method != "POST":
        return _show(request, SettingsForm(described=described), described)
    _require_permission(request)
    form = SettingsForm(request.POST, described=described)
    if not form.is_valid():
        return _show(request, form, described, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if "try" in request.POST:
        # No redirect, which would lose what is not saved; a reload asks before it sends the form again.
        return _show(request, form, described, tried=_try(request.POST["try"], form))
    changes = form.changes()
    store.save(changes, person(request))
    messages.success(request, "Saved and in force." if changes else "There was nothing to save.")
    return HttpResponseRedirect(reverse("settings"))


@staff_only
@require_POST
def reset_settings(request: HttpRequest) -> HttpResponse:
    """Give every setting its default again; the page has asked before."""
    _require_permission(request)
    store.reset_to_defaults(person(request))
    messages.success(request, "All settings have their defaults again.")
    return HttpResponseRedirect(reverse("settings"))


def _show(
    request: HttpRequest,
    form: SettingsForm,
    described: Iterable[DescribedSetting],
    *,
    status: int = 200,
    tried: Tried | None = None,
) -> HttpResponse:
    may_change = person(request).has_perm(CHANGE_SETTINGS)
    if not may_change:
        form.make_read_only()
    context: dict[str, Any] = {
        "form": form,
        "groups": groups_shown(form, described),
        "wrong": [form[key] for key in form.errors],
        "trials": TRIALS.values(),
        "tried": tried,
        "may_change": may_change,
        "moves": [(named(key), value, default) for key, value, default in moves_of_a_reset()],
        "latest_changes": [
            (named(change.key), change)
            for change in SettingChange.objects.select_related("changed_by")[:_LATEST_CHANGES]
        ],
    }
    return render(request, "web/staff/settings.html", context, status=status)


def _try(key: str, form: SettingsForm) -> Tried:
    try:
        return Tried(says=try_out(key, form), works=True)
    except TrialError as error:
        return Tried(says=f"{error} Nothing is saved yet.", works=False)


def _require_permission(request: HttpRequest) -> None:
    if not person(request).has_perm(CHANGE_SETTINGS):
        raise PermissionDenied("Changing settings needs the permission to change settings.")
