"""The audit log in the admin: to look at, and to search."""

from django.contrib import admin
from django.utils.text import Truncator

from generation.admin.base import ReadOnlyAdmin, word_filter
from generation.admin.shown import pretty_json
from generation.models import AuditEntry

_LONGEST_DATA = 80


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ["at", "who", "through", "action", "target", "target_name", "in_short"]
    list_filter = [word_filter("through", "door", ("pages", "api", "admin"))]
    search_fields = ["actor_name", "action", "target_name", "target_id", "data__batch", "data__owner"]
    search_help_text = "Person, deed, or what it was done to, its batch, its owner"
    date_hierarchy = "at"
    fields = ["at", "who", "through", "action", ("target", "target_name"), "target_id", "told"]

    @admin.display(description="Who", ordering="actor_name")
    def who(self, entry: AuditEntry) -> str:
        return entry.actor_name or "nobody signed in"

    @admin.display(description="Data")
    def in_short(self, entry: AuditEntry) -> str:
        told = ", ".join(f"{name} {_in_words(value)}" for name, value in entry.data.items())
        return Truncator(told).chars(_LONGEST_DATA)

    @admin.display(description="Data")
    def told(self, entry: AuditEntry) -> str:
        return pretty_json(entry.data)


def _in_words(value: object) -> str:
    return " and ".join(str(each) for each in value) if isinstance(value, list) else str(value)
