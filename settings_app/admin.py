"""The settings page of the admin, and the history of changes; staff read both, changing needs permission."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from settings_app import store
from settings_app.forms import Dress, SettingsForm
from settings_app.models import AppSetting, SettingChange
from settings_app.page import groups_on_page, moves_of_a_reset, try_out
from settings_app.schema import TRIALS, TrialError
from settings_app.store import DescribedSetting

UNFOLD = Dress(
    choice=lambda choices: UnfoldAdminSelectWidget(choices=choices),
    number=lambda unit: UnfoldAdminTextInputWidget({"inputmode": "numeric", "suffix": unit}),
    text=UnfoldAdminTextInputWidget,
)
_LATEST_CHANGES = 10


class StaffRequest(HttpRequest):
    """A request that the admin site has let in."""

    user: User


class StaffMayLookAdmin(ModelAdmin):  # type: ignore[misc]  # unfold ships no types
    """What both admins here allow: rows come from the declarations, so nobody adds or deletes one."""

    def has_module_permission(self, request: StaffRequest) -> bool:
        return request.user.is_staff

    def has_view_permission(self, request: StaffRequest, obj: Model | None = None) -> bool:
        return request.user.is_staff

    def has_add_permission(self, request: StaffRequest) -> bool:
        return False

    def has_delete_permission(self, request: StaffRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(AppSetting)
class AppSettingAdmin(StaffMayLookAdmin):
    """All settings in one form instead of a list; a row has no page of its own, so that all are checked."""

    def get_urls(self) -> list[URLPattern]:
        protected = self.admin_site.admin_view
        return [
            path("", protected(self.changelist_view), name="settings_app_appsetting_changelist"),
            path("reset/", protected(self.reset_view), name="settings_app_appsetting_reset"),
        ]

    def changelist_view(
        self, request: StaffRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the form, and on POST save what was changed in it, or only try it."""
        described = store.describe()
        if request.method != "POST":
            return self._show(request, SettingsForm(described=described, dress=UNFOLD), described)
        self._require_change_permission(request)
        form = SettingsForm(request.POST, described=described, dress=UNFOLD)
        if not form.is_valid():
            return self._show(request, form, described)
        if "try" in request.POST:
            # Shown at once, for a redirect would lose what is not saved; before a reload asks (and pays)
            # again, the browser warns that it sends the form once more.
            _try(request.POST["try"], form, request)
            return self._show(request, form, described)
        store.save(form.changes(), request.user)
        messages.success(request, "The settings are saved and in force.")
        return _to_settings()

    def reset_view(self, request: StaffRequest) -> HttpResponse:
        """Ask whether every setting shall have its default again, and on POST see to it."""
        self._require_change_permission(request)
        if request.method == "POST":
            store.reset_to_defaults(request.user)
            messages.success(request, "All settings have their defaults again.")
            return _to_settings()
        context = {"title": "Reset to defaults", "moves": list(moves_of_a_reset())}
        return self._render(request, "reset.html", context)

    def _show(
        self, request: StaffRequest, form: SettingsForm, described: Iterable[DescribedSetting]
    ) -> HttpResponse:
        may_change = self.has_change_permission(request)
        if not may_change:
            form.make_read_only()
        context = {
            "title": "Settings",
            "form": form,
            "groups": list(groups_on_page(form, described)),
            "trials": TRIALS.values(),
            "may_change": may_change,
            "latest_changes": SettingChange.objects.select_related("changed_by")[:_LATEST_CHANGES],
        }
        return self._render(request, "settings.html", context)

    def _render(self, request: StaffRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        site = self.admin_site.each_context(request)
        return TemplateResponse(
            request, f"admin/settings_app/{template}", {**site, "opts": self.opts, **context}
        )

    def _require_change_permission(self, request: StaffRequest) -> None:
        if not self.has_change_permission(request):
            raise PermissionDenied


@admin.register(SettingChange)
class SettingChangeAdmin(StaffMayLookAdmin):
    """Who changed what when, to be read only."""

    list_display = ["changed_at", "key", "old_value", "new_value", "changed_by"]
    list_display_links = None
    list_filter = ["changed_by"]
    list_select_related = ["changed_by"]
    search_fields = ["key"]

    def has_change_permission(self, request: StaffRequest, obj: Model | None = None) -> bool:
        return False


def _try(key: str, form: SettingsForm, request: StaffRequest) -> None:
    """Try what the form says, and say above it what came of it."""
    try:
        messages.success(request, try_out(key, form))
    except TrialError as error:
        messages.error(request, f"{error} Nothing is saved yet.")


def _to_settings() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:settings_app_appsetting_changelist"))
