"""Incidents: who lets nobody in, what waits for it, and the trial that need not wait."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from generation.admin.actions import OperatedAdmin, Question
from generation.admin.shown import coloured, link_to
from generation.engine.incident_notices import jobs_kept_by
from generation.engine.incidents import close_incident, send_trial_now
from generation.models import ProviderIncident
from settings_app.admin import StaffRequest

_MOST_JOBS = 50
_CLOSE = Question(
    title="Close these incidents without an answer?",
    explanation=(
        "The held tasks go on and the failed jobs are resumed. If the provider still refuses us, the next "
        "call opens another incident."
    ),
    button="Close",
)


@admin.register(ProviderIncident)
class IncidentAdmin(OperatedAdmin):
    list_display = ["provider", "state", "code", "opened_at", "closed_at", "trial_count", "last_trial_at"]
    ordering = [F("closed_at").desc(nulls_first=True), "-opened_at"]
    search_fields = ["provider", "model", "code"]
    actions = ["try_now", "close"]
    fields = [
        *("provider", "model", "state", "code", "message", "opened_at", "closed_at"),
        *("trial_count", "last_trial_at", "last_trial_message", "jobs_that_wait"),
    ]

    @admin.display(description="State")
    def state(self, incident: ProviderIncident) -> SafeString:
        return coloured("open", "danger") if incident.is_open else coloured("over", "success")

    @admin.display(description="Jobs that wait")
    def jobs_that_wait(self, incident: ProviderIncident) -> str:
        """Return links to those it stopped or holds; once it is over, to those that have yet to go on."""
        kept = jobs_kept_by(incident) if incident.is_open else incident.jobs.all()
        jobs = list(kept.select_related("funnel").order_by("queued_at")[: _MOST_JOBS + 1])
        links = [(link_to(job, job.funnel.name), job.status) for job in jobs[:_MOST_JOBS]]
        if not links:
            return "None"
        more = " and more" if len(jobs) > _MOST_JOBS else ""
        return format_html("{}{}", format_html_join(", ", "{} ({})", links), more)

    @admin.action(description="Try now", permissions=["operate"])
    def try_now(self, request: StaffRequest, queryset: QuerySet[ProviderIncident]) -> None:
        self.perform_each(request, queryset, send_trial_now, done="tried by a worker now")

    @admin.action(description="Close", permissions=["operate"])
    def close(self, request: StaffRequest, queryset: QuerySet[ProviderIncident]) -> Any:
        if page := self.ask(request, queryset, _CLOSE):
            return page
        self.perform_each(request, queryset, _closing_by(request), done="closed")
        return None


def _closing_by(request: HttpRequest) -> Callable[[ProviderIncident], None]:
    name = request.user.get_username()
    return lambda incident: close_incident(incident, by=name)
