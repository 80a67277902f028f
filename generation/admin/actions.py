"""How staff's actions reach the engine: one row after the other, each told what became of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme

from generation.admin.base import ReadOnlyAdmin
from generation.errors import InvalidRequestError, NotAllowedError
from generation.models import GenerationTask
from settings_app.admin import StaffRequest


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked before an action is performed; `asks_note` offers a field for words, named `note`."""

    title: str
    explanation: str
    button: str
    asks_note: bool = False
    note: str = "Note for the writer"


class OperatedAdmin(ReadOnlyAdmin):
    """Pages whose rows the engine's verbs can be used on; afterwards one is back where one came from."""

    def response_action(self, request: StaffRequest, queryset: Any) -> HttpResponseBase | None:
        response: HttpResponseBase | None = super().response_action(request, queryset)
        came_from = _came_from(request)
        if isinstance(response, TemplateResponse) or not came_from:
            return response
        return HttpResponseRedirect(came_from)

    def perform_each(
        self, request: StaffRequest, rows: Iterable[Any], verb: Callable[[Any], object], *, done: str
    ) -> None:
        """Use `verb` on every row; what one refuses is shown and does not stop the others."""
        worked = 0
        for row in rows:
            try:
                verb(row)
            except (NotAllowedError, InvalidRequestError) as refusal:
                messages.error(request, f"{name_of(row)}: {refusal}")
            except ObjectDoesNotExist:
                messages.error(request, f"{name_of(row)}: It was deleted meanwhile.")
            else:
                worked += 1
                self.log_change(request, row, f"{done.capitalize()}.")
        if worked:
            noun = self.opts.verbose_name if worked == 1 else self.opts.verbose_name_plural
            messages.success(request, f"{worked} {noun} {done}.")

    def ask(self, request: StaffRequest, rows: Iterable[Any], question: Question) -> HttpResponse | None:
        """Return the page that asks the question, or None where it has been answered."""
        if "confirmed" in request.POST:
            return None
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": question.title,
            "question": question,
            "rows": [(row.pk, name_of(row)) for row in rows],
            "action": request.POST["action"],
            "next": _came_from(request),
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/generation/confirm.html", context)


def name_of(row: Any) -> str:
    """Return what a person calls a job, a task, or whatever else it is."""
    if hasattr(row, "funnel"):
        return f"{row.funnel.name} ({row.blueprint})"
    return f"{row.name} of {row.job.funnel.name}" if isinstance(row, GenerationTask) else str(row)


def _came_from(request: StaffRequest) -> str:
    """Return the page of ours that a button was pressed on; empty for the list itself."""
    address = request.POST.get("next", "")
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else ""
