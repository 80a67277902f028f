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
from generation.blueprints.called import called_in_full
from generation.errors import InvalidRequestError, NotAllowedError
from generation.models import GenerationTask
from generation.texts import is_blank, wrong_with_text
from settings_app.admin import StaffRequest


@dataclass(frozen=True, kw_only=True)
class Note:
    """A field for words that a question offers, named `note`: what they are for, and how many fit."""

    says: str
    longest: int
    may_be_empty: bool = True

    def wrong_with(self, words: str) -> str:
        """Return the sentence about what of the words will not do; empty where there is nothing wrong."""
        if len(words) > self.longest:
            return f"Shorten the note to {self.longest:,} characters; it has {len(words):,}."
        if not self.may_be_empty and is_blank(words):
            return "Write a note; it may not be left empty."
        return wrong_with_text(words)


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked before an action is performed."""

    title: str
    explanation: str
    button: str
    note: Note | None = None


class OperatedAdmin(ReadOnlyAdmin):
    """Pages whose rows the engine's verbs can be used on; afterwards one is back where one came from."""

    def change_view(
        self,
        request: StaffRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        row = self.get_object(request, object_id)
        if row is not None and self.has_view_permission(request, row):
            operates = self.has_operate_permission(request)
            extra_context = {**(extra_context or {}), **self.beside(row), "may_operate": operates}
        response: HttpResponse = super().change_view(request, object_id, form_url, extra_context)
        return response

    def beside(self, row: Any) -> dict[str, Any]:
        """Return what the page of one row says beside its fields, by the names of its template."""
        return {}

    def response_action(self, request: StaffRequest, queryset: Any) -> HttpResponseBase | None:
        response: HttpResponseBase | None = super().response_action(request, queryset)
        came_from = _came_from(request)
        if isinstance(response, TemplateResponse) or not came_from:
            return response
        return HttpResponseRedirect(came_from)

    def perform_each(
        self,
        request: StaffRequest,
        rows: Iterable[Any],
        verb: Callable[[Any], object],
        *,
        done: str,
        says: str = "",
    ) -> None:
        """Use `verb` on every row; what one refuses is shown and does not stop the others.

        `done` is what became of a row; `says` is told of all where "2 jobs cancelled" would not be true.
        """
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
            messages.success(request, says or f"{worked} {noun} {done}.")

    def ask(self, request: StaffRequest, rows: Iterable[Any], question: Question) -> HttpResponse | None:
        """Return the page that asks the question, or None where it has been answered as it may be."""
        words = note_of(request)
        if "confirmed" in request.POST:
            wrong = question.note.wrong_with(words) if question.note else ""
            if not wrong:
                return None
            messages.error(request, wrong)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": question.title,
            "question": question,
            "words": words,
            "rows": [(row.pk, name_of(row)) for row in rows],
            "action": request.POST["action"],
            "next": _came_from(request),
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/generation/confirm.html", context)


def note_of(request: StaffRequest) -> str:
    """Return the words written in the field of a question."""
    return request.POST.get("note", "").replace("\r\n", "\n").strip()


def name_of(row: Any) -> str:
    """Return what a person calls a job, a task, or whatever else it is."""
    if hasattr(row, "funnel"):
        return called_in_full(row)
    return f"{row.name} of {called_in_full(row.job)}" if isinstance(row, GenerationTask) else str(row)


def _came_from(request: StaffRequest) -> str:
    """Return the page of ours that a button was pressed on; empty for the list itself."""
    address = request.POST.get("next", "")
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else ""
