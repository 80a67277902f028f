"""Attempts: one try of a task, with all that is known of it."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string

from generation.admin.base import ReadOnlyAdmin, word_filter
from generation.admin.shown import (
    dollars,
    label_of,
    preformatted,
    pretty_json,
    retry_helps,
    seconds,
)
from generation.blueprints.called import called_in_full
from generation.models import TaskAttempt
from generation.states import AttemptOutcome

_LONG = ("stages", "settings", "violations", "detail")


@admin.register(TaskAttempt)
class AttemptAdmin(ReadOnlyAdmin):
    list_display = [
        *("started_at", "task_name", "funnel_name", "round", "number", label_of("outcome", "Outcome")),
        *("took", "error_code", "provider", "model", "output_tokens", "cost"),
    ]
    list_filter = [word_filter("outcome", "outcome", AttemptOutcome), "error_code", "provider", "model"]
    list_select_related = ["task__job__funnel"]
    search_fields = [
        *("task__id", "task__job__id", "task__job__funnel__name", "task__key", "request_id", "worker"),
    ]
    search_help_text = "Task or job id, task key, funnel, request id at the provider, or worker"
    date_hierarchy = "started_at"
    ordering = ["-started_at"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    *("task", "round", "number", label_of("outcome", "Outcome"), "worker"),
                    *("started_at", "ended_at", "took", "stages_shown"),
                ]
            },
        ),
        (
            "What went wrong",
            {
                "fields": [
                    *("error_code", "error_message", "can_help", "retry_wait", "violations_shown"),
                    "detail_shown",
                ]
            },
        ),
        (
            "The provider",
            {
                "fields": [
                    *("provider", "model", "request_id", "provider_calls", "input_tokens"),
                    *("cached_input_tokens", "output_tokens", "cost"),
                ]
            },
        ),
        ("Settings it went by", {"classes": ["collapse"], "fields": ["settings_shown"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[TaskAttempt]:
        queryset: QuerySet[TaskAttempt] = super().get_queryset(request)
        upward = ("kept", "complaints", "job__brief", "job__inputs", "job__funnel__brief")
        return queryset.defer(*_LONG, *(f"task__{name}" for name in upward))

    @admin.display(description="Task", ordering="task__key")
    def task_name(self, attempt: TaskAttempt) -> str:
        return attempt.task.name

    @admin.display(description="Funnel", ordering="task__job__funnel__name")
    def funnel_name(self, attempt: TaskAttempt) -> str:
        return called_in_full(attempt.task.job)

    @admin.display(description="Took")
    def took(self, attempt: TaskAttempt) -> str:
        end = attempt.ended_at
        return seconds((end - attempt.started_at).total_seconds()) if end else ""

    @admin.display(description="Cost", ordering="cost_micro_usd")
    def cost(self, attempt: TaskAttempt) -> str:
        return dollars(attempt.cost_micro_usd)

    @admin.display(description="Stages")
    def stages_shown(self, attempt: TaskAttempt) -> str:
        return render_to_string("admin/generation/stages.html", {"stages": attempt.stages})

    @admin.display(description="Trying again can help")
    def can_help(self, attempt: TaskAttempt) -> str:
        return retry_helps(attempt)

    @admin.display(description="Wait decided after it")
    def retry_wait(self, attempt: TaskAttempt) -> str:
        return seconds(attempt.retry_seconds)

    @admin.display(description="Violations")
    def violations_shown(self, attempt: TaskAttempt) -> str:
        return pretty_json(attempt.violations)

    @admin.display(description="Detail")
    def detail_shown(self, attempt: TaskAttempt) -> str:
        return preformatted(attempt.detail)

    @admin.display(description="Settings")
    def settings_shown(self, attempt: TaskAttempt) -> str:
        return pretty_json(attempt.settings)
