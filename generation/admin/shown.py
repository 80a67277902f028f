"""How values look on the admin's pages."""

import json
from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from generation.states import AttemptOutcome, JobStatus, StageOutcome, TaskStatus

_COLOURS: dict[str, str] = {
    JobStatus.QUEUED: "info",
    JobStatus.RUNNING: "primary",
    JobStatus.COMPLETED: "success",
    JobStatus.FAILED: "danger",
    JobStatus.CANCELLED: "",
    TaskStatus.PENDING: "",
    TaskStatus.IN_PROGRESS: "primary",
    TaskStatus.WAITING: "warning",
    AttemptOutcome.RELEASED: "",
    AttemptOutcome.LOST: "warning",
    StageOutcome.SUCCESS: "success",
    StageOutcome.ERROR: "danger",
    StageOutcome.SKIPPED: "",
}


def word_label(word: str) -> SafeString:
    """Return a status or outcome as a coloured label; the word alone says it too."""
    return coloured(word.replace("_", " "), _COLOURS.get(word, ""))


def coloured(text: str, colour: str) -> SafeString:
    """Return a label in one of unfold's colours: info, success, warning, danger, primary, or none."""
    return render_to_string("unfold/helpers/label.html", {"text": text, "type": colour})


def label_of(name: str, title: str) -> Callable[[Any], SafeString]:
    """Return a column that shows the field `name` as a coloured label."""

    @admin.display(description=title, ordering=name)
    def show(row: Any) -> SafeString:
        return word_label(getattr(row, name))

    show.__name__ = f"{name}_label"
    return show


def yes_or_no(name: str, title: str) -> Callable[[Any], str]:
    """Return a column that shows the switch `name` as a word: neither answer is good or bad news."""

    @admin.display(description=title, ordering=name)
    def show(row: Any) -> str:
        return "yes" if getattr(row, name) else "no"

    show.__name__ = f"{name}_word"
    return show


def retry_helps(row: Any) -> str:
    """Return whether trying again can help; nothing where nothing went wrong."""
    if not row.error_code:
        return ""
    return "yes" if row.error_retryable else "no"


def pretty_json(value: object) -> SafeString | str:
    """Return a JSON value laid out to be read; nothing where it is empty."""
    return preformatted(json.dumps(value, indent=2, ensure_ascii=False)) if value else ""


def preformatted(text: str) -> SafeString | str:
    """Return text with its line breaks and spaces kept; long lines are broken."""
    return format_html('<pre class="text-xs" style="white-space: pre-wrap">{}</pre>', text) if text else ""


def link_to(row: Model, text: object) -> SafeString:
    """Return a link to the row's own page."""
    name = row._meta.label_lower.replace(".", "_")
    return format_html(
        '<a class="text-link" href="{}">{}</a>', reverse(f"admin:{name}_change", args=[row.pk]), text
    )


def dollars(micro_usd: int) -> str:
    return f"${micro_usd / 1_000_000:.4f}"


def seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.1f} s"
