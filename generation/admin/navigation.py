"""The admin's sidebar: the same words and order for everyone, of which each sees what they may."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from knox.models import AuthToken

from generation.engine.writers.choice import choose_writer, missing_key
from generation.models import (
    AuditEntry,
    CreditAccount,
    CreditEntry,
    Delivery,
    ExportFile,
    Funnel,
    GenerationBatch,
    GenerationJob,
    GenerationTask,
    JobEvent,
    JobRating,
    ProcessBeat,
    ProviderIncident,
    Revision,
    Section,
    TaskAttempt,
    Webhook,
)
from settings_app import store
from settings_app.models import AppSetting, SettingChange

Page = tuple[str, str, type[Model]]  # title, name of a Material symbol, what it lists

_GROUPS: tuple[tuple[str, tuple[Page, ...]], ...] = (
    (
        "Generation",
        (
            ("Funnels", "filter_alt", Funnel),
            ("Batches", "stacks", GenerationBatch),
            ("Jobs", "play_circle", GenerationJob),
            ("Tasks", "checklist", GenerationTask),
            ("Attempts", "replay", TaskAttempt),
            ("Events", "history", JobEvent),
            ("Processes", "monitor_heart", ProcessBeat),
            ("Incidents", "emergency_home", ProviderIncident),
        ),
    ),
    (
        "Content",
        (
            ("Sections", "article", Section),
            ("Revisions", "difference", Revision),
            ("Exports", "download", ExportFile),
            ("Ratings", "star", JobRating),
        ),
    ),
    ("Settings", (("Settings", "tune", AppSetting), ("Changes", "manage_history", SettingChange))),
    (
        "People",
        (
            ("Users", "person", User),
            ("Groups", "group", Group),
            ("Auth tokens", "key", AuthToken),
            ("Credit accounts", "toll", CreditAccount),
            ("Credit entries", "receipt_long", CreditEntry),
            ("Deliveries", "outgoing_mail", Delivery),
            ("Webhooks", "webhook", Webhook),
            ("Audit log", "policy", AuditEntry),
        ),
    ),
)


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the sidebar as unfold reads it."""
    return [
        {"title": title, "separator": True, "items": [_item(page) for page in _allowed(request, pages)]}
        for title, pages in _GROUPS
    ]


def writer_in_use(request: HttpRequest) -> tuple[str, str] | None:
    """Return what stands at the top of every page: that the demo writer writes, or that nobody can."""
    writer = choose_writer(store.read_all())
    if key := missing_key(writer):
        return f"No {key}", "danger"
    return ("Demo writer", "warning") if writer.is_offline else None


def _item(page: Page) -> dict[str, Any]:
    title, icon, model = page
    name = model._meta.label_lower.replace(".", "_")
    return {"title": title, "icon": icon, "link": reverse(f"admin:{name}_changelist")}


def _allowed(request: HttpRequest, pages: Iterable[Page]) -> Iterator[Page]:
    for page in pages:
        if admin.site.get_model_admin(page[2]).has_view_permission(request):
            yield page
