"""Tasks: how far each step of a job has come, with its attempts."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString

from generation.admin.actions import Note, OperatedAdmin, Question, note_of
from generation.admin.base import ReadOnlyInline, word_filter
from generation.admin.shown import dollars, label_of, link_to, pretty_json, retry_helps, seconds
from generation.blueprints.called import called_in_full
from generation.engine.verbs.rework import LONGEST_NOTE, regenerate_task, retry_task
from generation.models import GenerationTask, TaskAttempt
from generation.states import TaskStatus
from settings_app.admin import StaffRequest

_REGENERATE = Question(
    title="Regenerate these tasks?",
    explanation=(
        "Each is written again, alone, and paid for again. Earlier revisions are kept, and a section that a "
        "person edited keeps its text; the new one is offered beside it."
    ),
    button="Regenerate",
    note=Note(says="Note for the writer", longest=LONGEST_NOTE),
)


class AttemptInline(ReadOnlyInline):
    model = TaskAttempt
    verbose_name_plural = "attempts"
    ordering = ["round", "number"]
    outcome_label = label_of("outcome", "Outcome")
    fields = [
        *("round", "attempt", outcome_label, "started_at", "ended_at", "error_code", "error_message"),
        *("retry_wait", "output_tokens", "cost"),
    ]
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[TaskAttempt]:
        queryset: QuerySet[TaskAttempt] = super().get_queryset(request)
        return queryset.defer("stages", "settings", "violations", "detail")

    @admin.display(description="Attempt")
    def attempt(self, attempt: TaskAttempt) -> SafeString:
        return link_to(attempt, attempt.number)

    @admin.display(description="Wait after it")
    def retry_wait(self, attempt: TaskAttempt) -> str:
        return seconds(attempt.retry_seconds)

    @admin.display(description="Cost")
    def cost(self, attempt: TaskAttempt) -> str:
        return dollars(attempt.cost_micro_usd)


@admin.register(GenerationTask)
class TaskAdmin(OperatedAdmin):
    list_display = [
        *("name", "funnel_name", "position", label_of("status", "Status"), "attempt_count"),
        *("next_attempt_at", "worker", "last_attempt_at", "error_code"),
    ]
    list_filter = [word_filter("status", "status", TaskStatus)]
    list_select_related = ["job__funnel"]
    search_fields = ["id", "job__id", "key", "job__funnel__name", "worker", "error_code"]
    search_help_text = "Task or job id, key, funnel, worker, or error code"
    date_hierarchy = "last_attempt_at"
    ordering = ["-updated_at"]
    actions = ["try_again", "regenerate"]
    inlines = [AttemptInline]
    change_form_outer_before_template = "admin/generation/task_ways.html"
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "job",
                    ("name", "key"),
                    ("group", "position"),
                    ("lane", "needs_shown"),
                    (label_of("status", "Status"), "stage"),
                    ("round", "attempt_count"),
                    ("loss_count", "words"),
                    ("worker", "lease_expires_at"),
                    ("next_attempt_at", "last_attempt_at"),
                    ("sent_at", "sent_epoch"),
                    ("started_at", "completed_at"),
                    ("error_code", "can_help"),
                    *("error_message", "note"),
                ]
            },
        ),
        (
            "Carried into the next attempt",
            {"classes": ["collapse"], "fields": ["complaints_shown", "kept_shown"]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[GenerationTask]:
        queryset: QuerySet[GenerationTask] = super().get_queryset(request)
        return queryset.defer("kept", "complaints", "job__brief", "job__inputs", "job__funnel__brief")

    @admin.display(description="Funnel", ordering="job__funnel__name")
    def funnel_name(self, task: GenerationTask) -> str:
        return called_in_full(task.job)

    @admin.display(description="Needs")
    def needs_shown(self, task: GenerationTask) -> str:
        return ", ".join(task.needs)

    @admin.display(description="Trying again can help")
    def can_help(self, task: GenerationTask) -> str:
        return retry_helps(task)

    @admin.display(description="Complaints")
    def complaints_shown(self, task: GenerationTask) -> str:
        return pretty_json(task.complaints)

    @admin.display(description="Sections kept")
    def kept_shown(self, task: GenerationTask) -> str:
        return pretty_json(task.kept)

    def beside(self, row: GenerationTask) -> dict[str, Any]:
        return {"address": reverse("admin:generation_generationtask_changelist")}

    @admin.action(description="Try again, or try now", permissions=["operate"])
    def try_again(self, request: StaffRequest, queryset: QuerySet[GenerationTask]) -> None:
        self.perform_each(request, queryset, retry_task, done="sent to be tried")

    @admin.action(description="Regenerate", permissions=["operate"])
    def regenerate(self, request: StaffRequest, queryset: QuerySet[GenerationTask]) -> HttpResponse | None:
        if page := self.ask(request, queryset, _REGENERATE):
            return page
        verb = partial(regenerate_task, note=note_of(request))
        self.perform_each(request, queryset, verb, done="sent to be regenerated")
        return None
