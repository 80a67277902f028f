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

    field_order = ["owner", "name", "blueprint", "priority", "file"]
    # A file says these; the admin's pages know no other zone than UTC.
    scheduled_at = deadline = zone = None  # type: ignore[assignment]  # so a form leaves out what it inherits

    def __init__(self, *args: Any, owner: forms.Field, **options: Any) -> None:
        super().__init__(*args, levels=list(Priority), **options)
        self.fields["owner"] = owner
        self.order_fields(self.field_order)
        self.fields["name"].widget = UnfoldAdminTextInputWidget({"autocomplete": "off"})
        self.fields["file"].widget = UnfoldAdminFileFieldWidget({"accept": ".csv,.json"})
        for name in ("blueprint", "priority"):
            field = cast("forms.ChoiceField", self.fields[name])
            field.widget = UnfoldAdminSelectWidget(choices=field.choices)


def show_new_batch(
    request: HttpRequest, form: NewBatchForm, report: Report | None, context: dict[str, Any]
) -> HttpResponse:
    """Return the page with the form, and with the report where something was sent that cannot be started."""
    own = {"title": "Start a batch", "form": form, "report": report, "most": MOST_ITEMS, "key": uuid4()}
    is_refused = report or form.errors
    template = "admin/generation/new_batch.html"
    return TemplateResponse(request, template, context | own, status=422 if is_refused else 200)
