"""What all pages of the admin share: who asks, and that nothing is written by hand."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase
from unfold.admin import ModelAdmin, TabularInline

from settings_app.admin import StaffRequest


class KnownRowsAdmin(ModelAdmin):  # type: ignore[misc]  # unfold ships no types
    """Pages whose actions pass over what is no id, as they do over the id of no row."""

    def response_action(self, request: StaffRequest, queryset: Any) -> HttpResponseBase | None:
        sent = request.POST.copy()
        chosen = [row_id for row_id in sent.getlist(ACTION_CHECKBOX_NAME) if self._is_id(row_id)]
        sent.setlist(ACTION_CHECKBOX_NAME, chosen)
        request.POST = sent  # type: ignore[assignment]  # Django reads the ids from here
        response: HttpResponseBase | None = super().response_action(request, queryset)
        return response

    def save_model(self, request: StaffRequest, obj: Any, form: Any, change: Any) -> None:
        """Write what is added, and what is there still: what was deleted meanwhile would be written anew."""
        obj.save(force_update=change)

    def _is_id(self, text: str) -> bool:
        try:
            self.opts.pk.clean(text, None)
        except ValidationError:
            return False
        return "\x00" not in text


class ReadOnlyAdmin(KnownRowsAdmin):
    """Pages to look at. Rows are written by the engine, so nobody adds, changes or deletes one here."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: StaffRequest) -> bool:
        return False

    def has_change_permission(self, request: StaffRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: StaffRequest, obj: Model | None = None) -> bool:
        return False

    def has_operate_permission(self, request: StaffRequest) -> bool:
        """Whether this person may use the engine's verbs on jobs and tasks."""
        return request.user.has_perm("generation.change_generationjob")


class ReadOnlyInline(TabularInline):  # type: ignore[misc]  # unfold ships no types
    """Rows shown on the page of what they belong to."""

    extra = 0
    can_delete = False
    hide_title = True  # a column of each links to the row's own page, where everybody sees it

    def has_add_permission(self, request: StaffRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: StaffRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: StaffRequest, obj: Model | None = None) -> bool:
        return False


def word_filter(name: str, title: str, words: Iterable[str]) -> type[admin.SimpleListFilter]:
    """Return a filter on the field `name` that offers these words, without asking the table for them."""
    choices = [(word, word.replace("_", " ")) for word in words]

    class WordFilter(admin.SimpleListFilter):
        parameter_name = name

        def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
            return choices

        def queryset(self, request: HttpRequest, queryset: Any) -> Any:
            return queryset.filter(**{name: self.value()}) if self.value() else queryset

    WordFilter.title = title
    return WordFilter
