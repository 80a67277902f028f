"""Funnels: what people described. Their briefs may be mended here, and are checked as everywhere."""

import json
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from generation.admin.base import ReadOnlyInline
from generation.admin.deletion import EngineDeletes
from generation.admin.shown import label_of, link_to, yes_or_no
from generation.blueprints import get_blueprint
from generation.blueprints.funnel.brief import in_order
from generation.engine.verbs.deletion import delete_funnels
from generation.languages import LANGUAGES
from generation.models import Funnel, GenerationJob, Section
from generation.storable import wrong_with_json
from generation.texts import wrong_with_name

_UNREADABLE = (ValueError, RecursionError)  # a number of thousands of digits, lists in lists without end
_UNREAD = "This JSON cannot be read: a number is too long, or it is nested too deeply."


class BriefField(forms.JSONField):
    """A brief laid out to be read and edited, in a funnel's order; `é` stays `é`.

    What cannot be kept is refused, and shown again as it was typed.
    """

    def to_python(self, value: Any) -> Any:
        try:
            brief = super().to_python(value)
        except _UNREADABLE as error:
            raise forms.ValidationError(_UNREAD) from error
        if wrong := wrong_with_json(brief):
            raise forms.ValidationError(wrong)
        return brief

    def bound_data(self, data: Any, initial: Any) -> Any:
        try:
            brief = super().bound_data(data, initial)
        except _UNREADABLE:
            return forms.fields.InvalidJSONInput(data)
        return forms.fields.InvalidJSONInput(data) if wrong_with_json(brief) else brief

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, forms.fields.InvalidJSONInput):
            return value
        return json.dumps(in_order(value), indent=2, ensure_ascii=False)


class FunnelForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for the type checker alone
    language = forms.ChoiceField(choices=list(LANGUAGES.items()), widget=UnfoldAdminSelectWidget)
    brief = BriefField(
        required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 40, "spellcheck": "false"})
    )

    class Meta:
        model = Funnel
        fields = ["owner", "name", "language", "draft", "brief"]
        help_texts = {"draft": "A draft may have an incomplete brief; it is generated once it is whole."}

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if wrong := wrong_with_name(name):
            raise forms.ValidationError(wrong)
        return name

    def clean_brief(self) -> dict[str, Any]:
        brief = self.cleaned_data["brief"]
        if brief is None:
            return {}
        if not isinstance(brief, dict):
            raise forms.ValidationError("Write the brief as a JSON object.")
        return brief

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if cleaned is None or cleaned.get("draft") or not {"brief", "language"} <= cleaned.keys():
            return cleaned
        problems = get_blueprint("funnel").check_brief(cleaned["brief"], cleaned["language"])
        for path, sentence in problems.items():
            self.add_error("brief", f"{path}: {sentence}")
        return cleaned


class JobInline(ReadOnlyInline):
    model = GenerationJob
    verbose_name_plural = "jobs"
    per_page = 10
    fields = ["job", "subject", label_of("status", "Status"), "queued_at", "completed_at", "error_code"]
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[GenerationJob]:
        queryset: QuerySet[GenerationJob] = super().get_queryset(request)
        return queryset.defer("brief", "inputs")

    @admin.display(description="Job")
    def job(self, job: GenerationJob) -> SafeString:
        return link_to(job, job.blueprint)


@admin.register(Funnel)
class FunnelAdmin(EngineDeletes):
    form = FunnelForm
    list_display = ["name", "owner", "language", yes_or_no("draft", "Draft"), "created_at", "updated_at"]
    list_filter = ["language", "draft"]
    list_select_related = ["owner"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["id", "name", "owner__username", "owner__email"]
    search_help_text = "Funnel id, name, or owner"
    date_hierarchy = "created_at"
    ordering = ["-created_at"]
    autocomplete_fields = ["owner"]
    inlines = [JobInline]
    delete_through_engine = staticmethod(delete_funnels)

    def get_readonly_fields(self, request: HttpRequest, obj: Funnel | None = None) -> list[str]:
        """A funnel stays its owner's: its jobs and what they cost are theirs too."""
        return ["owner"] if obj else []

    def get_queryset(self, request: HttpRequest) -> QuerySet[Funnel]:
        queryset: QuerySet[Funnel] = super().get_queryset(request)
        return queryset.defer("brief")

    def jobs_of(self, rows: Iterable[Funnel]) -> QuerySet[GenerationJob]:
        return GenerationJob.objects.filter(funnel__in=[funnel.pk for funnel in rows])

    def parts_of(self, rows: Iterable[Funnel]) -> dict[str, int]:
        sections = Section.objects.filter(funnel__in=[funnel.pk for funnel in rows])
        return {"jobs": self.jobs_of(rows).count(), "sections, with all their revisions": sections.count()}
