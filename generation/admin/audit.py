"""The audit log in the admin: to look at, and to search."""

from django.contrib import admin

from generation.admin.base import ReadOnlyAdmin, word_filter
from generation.admin.shown import pretty_json
from generation.models import AuditEntry


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ["at", "who", "through", "action", "target", "target_name"]
    list_filter = [word_filter("through", "door", ("pages", "api", "admin"))]
    search_fields = ["actor_name", "action", "target_name", "target_id"]
    search_help_text = "Person, deed, or what it was done to"
    date_hierarchy = "at"
    fields = ["at", "who", "through", "action", ("target", "target_name"), "target_id", "told"]

    @admin.display(description="Who", ordering="actor_name")
    def who(self, entry: AuditEntry) -> str:
        return entry.actor_name or "nobody signed in"

    @admin.display(description="Data")
    def told(self, entry: AuditEntry) -> str:
        return pretty_json(entry.data)
