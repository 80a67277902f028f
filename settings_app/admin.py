"""The settings page of the admin, and the history of changes; staff read both, changing needs permission."""

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
from settings_app.page import RESET_DONE, groups_on_page, latest_changes, moves_of_a_reset, values_on_page
from settings_app.permission import NEEDS_PERMISSION
from settings_app.schema import OTHER_PAGES, TRIALS
from settings_app.sent import take_in

UNFOLD = Dress(
    choice=lambda choices: UnfoldAdminSelectWidget(choices=choices),
    number=lambda unit, keys: UnfoldAdminTextInputWidget({"inputmode": keys, "suffix": unit}),
    text=UnfoldAdminTextInputWidget,
)


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
        if request.method != "POST":
            return self._show(request, SettingsForm(described=store.describe(), dress=UNFOLD))
        self._require_change_permission(request)
        answer = take_in(request.POST, by=request.user, dress=UNFOLD)
        if answer.saved:
            messages.success(request, answer.saved)
            if answer.warned:
                messages.warning(request, answer.warned)
            return _to_settings()
        if answer.tried:
            # Shown at once, for a redirect would lose what is not saved; before a reload asks (and pays)
            # again, the browser warns that it sends the form once more.
            say = messages.success if answer.tried.works else messages.error
            say(request, answer.tried.says)
        return self._show(request, answer.form)

    def reset_view(self, request: StaffRequest) -> HttpResponse:
        """Ask whether every setting shall have its default again, and on POST see to it."""
        self._require_change_permission(request)
        if request.method == "POST":
            store.reset_to_defaults(request.user)
            messages.success(request, RESET_DONE)
            return _to_settings()
        context = {"title": "Reset to defaults", "moves": list(moves_of_a_reset())}
        return self._render(request, "reset.html", context)

    def _show(self, request: StaffRequest, form: SettingsForm) -> HttpResponse:
        may_change = self.has_change_permission(request)
        if not may_change:
            form.make_read_only()
        described = store.describe()
        context = {
            "title": "Settings",
            "other_pages": [reverse(name) for name in OTHER_PAGES],
            "form": form,
            "groups": list(groups_on_page(form, described, values_on_page(form, described))),
            "trials": TRIALS.values(),
            "may_change": may_change,
            "needs_permission": NEEDS_PERMISSION,
            "latest_changes": latest_changes(),
        }
        return self._render(request, "settings.html", context)

    def _render(self, request: StaffRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        site = self.admin_site.each_context(request)
        return TemplateResponse(
            request, f"admin/settings_app/{template}", {**site, "opts": self.opts, **context}
        )

    def _require_change_permission(self, request: StaffRequest) -> None:
        if not self.has_change_permission(request):
            raise PermissionDenied(NEEDS_PERMISSION)


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


def _to_settings() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:settings_app_appsetting_changelist"))
