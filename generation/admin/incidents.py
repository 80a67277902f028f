"""Incidents: who lets nobody in, what waits for it, and the trial that need not wait."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from generation.admin.actions import OperatedAdmin, Question
from generation.admin.report import Line
from generation.admin.shown import coloured, link_to
from generation.admin.ways import Way
from generation.blueprints.called import called_in_full
from generation.causes import cause_of
from generation.engine.gate.incident_notices import jobs_kept_by
from generation.engine.gate.incidents import close_incident, send_trial_now, what_is_wrong
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
    change_form_outer_before_template = "admin/generation/report.html"
    fields = [
        *("provider", "model", "state", "code", "message", "opened_at", "closed_at", "closed_by"),
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
        links = [(link_to(job, called_in_full(job)), job.status) for job in jobs[:_MOST_JOBS]]
        if not links:
            return "None"
        more = " and more" if len(jobs) > _MOST_JOBS else ""
        return format_html("{}{}", format_html_join(", ", "{} ({})", links), more)

    def beside(self, row: ProviderIncident) -> dict[str, Any]:
        return {"report": [_report(row)], "ways": _ways(row) if row.is_open else []}

    @admin.action(description="Try now", permissions=["operate"])
    def try_now(self, request: StaffRequest, queryset: QuerySet[ProviderIncident]) -> None:
        says = "A trial was asked for."
        self.perform_each(request, queryset, send_trial_now, done="tried", says=says)

    @admin.action(description="Close", permissions=["operate"])
    def close(self, request: StaffRequest, queryset: QuerySet[ProviderIncident]) -> Any:
        if page := self.ask(request, queryset, _CLOSE):
            return page
        self.perform_each(request, queryset, _closing_by(request), done="closed")
        return None


def _report(incident: ProviderIncident) -> Line:
    if not incident.is_open:
        return Line(about="Over", says=incident.last_trial_message or "It was closed.")
    waiting = jobs_kept_by(incident).count()
    says = f"{what_is_wrong(incident)} Jobs that wait: {waiting}. Nobody calls this provider but a trial."
    return Line(about="Open", says=says, tone="danger")


def _ways(incident: ProviderIncident) -> list[Way]:
    address, pk = reverse("admin:generation_providerincident_changelist"), str(incident.pk)
    asks = "A worker asks a trifle every 15 seconds. Have one ask now."
    closes = "Close it without an answer. The next refused call opens another."
    return [
        Way(says=cause_of(incident.code).remedy),
        Way(says=asks, button="Try now", address=address, action="try_now", pk=pk),
        Way(says=closes, button="Close", address=address, action="close", pk=pk),
    ]


def _closing_by(request: HttpRequest) -> Callable[[ProviderIncident], None]:
    name = request.user.get_username()
    return lambda incident: close_incident(incident, by=name)
