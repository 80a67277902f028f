"""The admin's first page: what needs somebody, how the house stands, and what the last days were like."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from generation.causes import cause_of
from generation.durations import duration_in_words
from generation.engine.gate.admission import why_line_stands
from generation.engine.standing.figures import Figures, figures_between
from generation.engine.standing.overview import QueueOverview, living, look_at_queue, silent_kinds
from generation.engine.verbs.failed_jobs import FailedGroup, group_failures
from generation.models import GenerationJob, ProviderIncident
from settings_app import store

_PERIODS = (("24 hours", 1), ("7 days", 7), ("30 days", 30))
_NONE = "none"
_MILLION = 1_000_000

admin.site.index_template = "admin/generation/dashboard.html"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One measure, and what it was in each period."""

    about: str
    says: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FailureRow:
    """Jobs that failed by one cause, and what is to be done about it."""

    cause: str
    remedy: str
    jobs: int
    owners: int
    last_at: datetime


def show_house(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add the figures to what the first page shows, for those who may look at jobs."""
    if not admin.site.get_model_admin(GenerationJob).has_view_permission(request):
        return context
    queue = look_at_queue()
    return {
        **context,
        "alarms": list(_alarms()),
        "queue_lines": _queue_lines(queue),
        "processes": [*living("reconciler"), *living("worker")],
        "periods": [name for name, _ in _PERIODS],
        "measures": _measures(),
        "failures": [_failure_row(group) for group in group_failures()],
    }


def _alarms() -> Iterator[str]:
    for kind, since in silent_kinds().items():
        when = f"since {since:%Y-%m-%d %H:%M:%S} UTC" if since else "so far"
        yield f"No {kind} has given a sign of life {when}. Start one by the line `{kind}` of the Procfile."
    for incident in ProviderIncident.objects.filter(closed_at=None):
        opened = f"{incident.opened_at:%Y-%m-%d %H:%M} UTC"
        yield f"{incident.service} lets nobody in since {opened}. {cause_of(incident.code).remedy}"
    if stands := why_line_stands(store.read_all()):
        yield stands


def _queue_lines(queue: QueueOverview) -> list[Row]:
    by_priority = ", ".join(f"{number} {level}" for level, number in queue.in_line.items())
    put_off = f", {queue.put_off} put off" if queue.put_off else ""
    oldest = queue.oldest_wait_seconds
    return [
        Row(about="In line", says=(f"{queue.waiting} ({by_priority}){put_off}",)),
        Row(about="Running", says=(f"{queue.concurrency.running} of {queue.concurrency.limit}",)),
        Row(about="Oldest wait", says=(_NONE if oldest is None else duration_in_words(round(oldest)),)),
        Row(about="Workers", says=(str(len(queue.workers)),)),
    ]


def _measures() -> list[Row]:
    now = timezone.now()
    told = [_told(figures_between(now - timedelta(days=days), now)) for _, days in _PERIODS]
    return [Row(about=about, says=tuple(column[about] for column in told)) for about in told[0]]


def _told(figures: Figures) -> dict[str, str]:
    return {
        "Runs completed": f"{figures.completed:,}",
        "Runs failed": f"{figures.failed:,}",
        "Success rate": _share(figures.success_rate),
        "A run took, median": _time(figures.runs.p50),
        "95 of 100 took at most": _time(figures.runs.p95),
        "Wait in line, median": _time(figures.waits.p50),
        "95 of 100 waited at most": _time(figures.waits.p95),
        "Retries": f"{figures.retries:,}",
        "Retried tasks written": _share(figures.recovery_rate),
        "Runs resumed": f"{figures.resumed:,}",
        "Calls to AI services": f"{figures.provider_calls:,}",
        "Tokens in": _many(figures.input_tokens),
        "Tokens out": _many(figures.output_tokens),
        "Cost": f"${figures.cost_usd:,.2f}",
    }


def _failure_row(group: FailedGroup) -> FailureRow:
    cause = cause_of(group.code)
    return FailureRow(
        cause=cause.title,
        remedy=cause.remedy,
        jobs=group.jobs,
        owners=group.owners,
        last_at=group.last_at,
    )


def _share(rate: float | None) -> str:
    return _NONE if rate is None else f"{rate:.1%}"


def _many(number: int) -> str:
    """Return the number, from the first million in millions: a phone has no room for three longer ones."""
    return f"{number / _MILLION:,.1f} M" if number >= _MILLION else f"{number:,}"


def _time(seconds: float | None) -> str:
    return _NONE if seconds is None else duration_in_words(round(seconds))
