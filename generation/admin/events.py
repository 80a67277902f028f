"""Events of jobs, and the signs of life of Galley's processes."""

import json

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from generation.admin.base import ReadOnlyAdmin, word_filter
from generation.admin.shown import coloured, pretty_json
from generation.blueprints.called import called_in_full
from generation.models import SILENT_AFTER, JobEvent, ProcessBeat


@admin.register(JobEvent)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["at", "funnel_name", "job_id", "seq", "kind", "task_key", "data_in_short"]
    list_filter = ["kind"]
    list_select_related = ["job__funnel"]
    search_fields = ["job__id", "job__funnel__name", "task_key", "kind"]
    search_help_text = "Job id, funnel, task key, or kind"
    date_hierarchy = "at"
    ordering = ["-at", "-seq"]
    fields = ["job", "seq", "kind", "task_key", "at", "data_shown"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[JobEvent]:
        queryset: QuerySet[JobEvent] = super().get_queryset(request)
        return queryset.defer("job__brief", "job__inputs", "job__funnel__brief")

    @admin.display(description="Funnel", ordering="job__funnel__name")
    def funnel_name(self, event: JobEvent) -> str:
        return called_in_full(event.job)

    @admin.display(description="Data")
    def data_in_short(self, event: JobEvent) -> str:
        return json.dumps(event.data, ensure_ascii=False)[:200] if event.data else ""

    @admin.display(description="Data")
    def data_shown(self, event: JobEvent) -> str:
        return pretty_json(event.data)


@admin.register(ProcessBeat)
class ProcessBeatAdmin(ReadOnlyAdmin):
    list_display = ["name", "kind", "life", "holding", "started_at", "at"]
    list_filter = [word_filter("kind", "kind", ["worker", "reconciler"])]
    search_fields = ["name"]
    ordering = ["-at"]
    fields = ["name", "kind", "life", "holding", "started_at", "at"]

    @admin.display(description="Life")
    def life(self, beat: ProcessBeat) -> SafeString:
        if timezone.now() - beat.at > SILENT_AFTER:  # stopped or killed: nobody can tell from here
            return coloured(f"gone since {beat.at:%Y-%m-%d %H:%M} UTC", "")
        return coloured("alive", "success")
