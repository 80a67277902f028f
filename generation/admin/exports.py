"""Files made of the content, while they are kept: what an operator looks at when one does not come."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from generation.admin.base import ReadOnlyAdmin, word_filter
from generation.blueprints import BLUEPRINTS
from generation.models import ExportFile
from generation.states import ExportStatus


@admin.register(ExportFile)
class ExportAdmin(ReadOnlyAdmin):
    list_display = [
        *("created_at", "funnel", "blueprint", "subject", "product", "format", "status", "done", "total"),
        "finished_at",
    ]
    list_filter = [
        word_filter("status", "status", ExportStatus),
        word_filter("blueprint", "blueprint", [blueprint.key for blueprint in BLUEPRINTS]),
    ]
    list_select_related = ["funnel"]
    search_fields = ["funnel__name", "subject", "format"]
    search_help_text = "Funnel, subject, or format"
    ordering = ["-created_at"]
    fields = [
        *("funnel", "blueprint", "subject", "product", "format", "status", "done", "total"),
        *("error_message", "name", "media_type", "fingerprint", "created_at", "finished_at"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ExportFile]:
        queryset: QuerySet[ExportFile] = super().get_queryset(request)
        return queryset.defer("data", "content", "funnel__brief")
