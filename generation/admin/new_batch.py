"""The form by which staff start a batch for somebody: the pages' own, in the admin's clothes."""

from typing import Any, cast
from uuid import uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from generation.engine.batches.verbs import MOST_ITEMS
from generation.states import Priority
from generation.web.batches.forms import BatchForm
from generation.web.batches.report import Report


class NewBatchForm(BatchForm):
    """What the pages ask for, and for whom; whether that person may choose high is told row by row."""

    field_order = ["owner", "name", "blueprint", "priority", "scheduled_at", "deadline", "file"]
    zone = None  # type: ignore[assignment]  # so it is left out: the admin tells all times in UTC

    def __init__(self, *args: Any, owner: forms.Field, **options: Any) -> None:
        super().__init__(*args, levels=list(Priority), **options)
        self.fields["owner"] = owner
        self.order_fields(self.field_order)
        self.fields["name"].widget = UnfoldAdminTextInputWidget({"autocomplete": "off"})
        self.fields["file"].widget = UnfoldAdminFileFieldWidget({"accept": ".csv,.json"})
        for name in ("scheduled_at", "deadline"):
            field = self.fields[name]
            field.help_text = f"{field.help_text} Times are UTC."
            field.widget = UnfoldAdminTextInputWidget({"type": "datetime-local", "autocomplete": "off"})
        for name in ("blueprint", "priority"):
            chosen = cast("forms.ChoiceField", self.fields[name])
            chosen.widget = UnfoldAdminSelectWidget(choices=chosen.choices)


def show_new_batch(
    request: HttpRequest, form: NewBatchForm, report: Report | None, context: dict[str, Any]
) -> HttpResponse:
    """Return the page with the form, and with the report where something was sent that cannot be started."""
    if "owner" in form.errors:  # Django's widget looks for whatever was sent, and breaks where that is no id
        form.data = {name: said for name, said in form.data.items() if name != "owner"}
    own = {"title": "Start a batch", "form": form, "report": report, "most": MOST_ITEMS, "key": uuid4()}
    is_refused = report or form.errors
    template = "admin/generation/new_batch.html"
    return TemplateResponse(request, template, context | own, status=422 if is_refused else 200)
