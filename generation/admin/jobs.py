"""Jobs: where each stands, in words, and the engine's verbs to move it."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from generation.admin.actions import Note, OperatedAdmin, Question, note_of
from generation.admin.base import ReadOnlyInline, word_filter
from generation.admin.deletion import EngineDeletes
from generation.admin.facts import gather_facts
from generation.admin.report import describe_job
from generation.admin.shown import label_of, link_to, pretty_json, yes_or_no
from generation.admin.tallies import figures_of_late
from generation.admin.ways import ways_out
from generation.blueprints import BLUEPRINTS
from generation.blueprints.funnel.brief import in_order
from generation.engine.allowances.ledger import LONGEST_NOTE, refund
from generation.engine.verbs.deletion import delete_jobs
from generation.engine.verbs.jobs import cancel_job, reset_job, resume_job
from generation.models import GenerationJob, GenerationTask
from generation.states import JobStatus, Priority, TaskStatus
from settings_app.admin import StaffRequest

_RESET = Question(
    title="Start these jobs over?",
    explanation=(
        "All their tasks are written again, with the brief as it is now, and every call is paid for again. "
        "A job that is open is cancelled first. Earlier revisions are kept, and so are a person's edits."
    ),
    button="Start over",
)

_REFUND = Question(
    title="Give back the credits that these jobs have cost?",
    explanation="Their owners get back all that these jobs have cost. What was written stays theirs.",
    button="Refund",
    note=Note(says="Why, for their owners to read", longest=LONGEST_NOTE, may_be_empty=False),
)


class TaskInline(ReadOnlyInline):
    model = GenerationTask
    verbose_name_plural = "tasks"
    ordering = ["position"]
    status_label = label_of("status", "Status")
    fields = [
        *("position", "task", status_label, "attempt_count", "next_attempt_at", "words"),
        *("completed_at", "error_code"),
    ]
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[GenerationTask]:
        queryset: QuerySet[GenerationTask] = super().get_queryset(request)
        return queryset.defer("kept", "complaints")

    @admin.display(description="Task")
    def task(self, task: GenerationTask) -> SafeString:
        return link_to(task, task.name)


@admin.register(GenerationJob)
class JobAdmin(EngineDeletes, OperatedAdmin):
    list_display = [
        *("funnel_name", "blueprint", "subject", label_of("status", "Status"), "finished_tasks"),
        *("priority", "owner", "queued_at", "started_at", "completed_at", "error_code"),
    ]
    list_filter = [
        word_filter("status", "status", JobStatus),
        word_filter("priority", "priority", Priority),
        word_filter("blueprint", "blueprint", [blueprint.key for blueprint in BLUEPRINTS]),
    ]
    list_select_related = ["funnel", "owner"]
    search_fields = ["id", "funnel__name", "subject", "owner__username", "owner__email", "error_code"]
    search_help_text = "Job id, funnel, subject, owner, or error code"
    date_hierarchy = "queued_at"
    ordering = ["-created_at"]
    actions = ["cancel", "resume", "reset", "refund"]
    inlines = [TaskInline]
    list_before_template = "admin/generation/tallies.html"
    change_form_outer_before_template = "admin/generation/report.html"
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "id",
                    ("funnel", "owner"),
                    ("blueprint", "subject"),
                    ("priority", "lanes"),
                    (
                        yes_or_no("skip_quality_check", "Skip quality check"),
                        yes_or_no("continue_on_failure", "Continue on failure"),
                    ),
                    ("only_task", "epoch"),
                    ("created_at", "queued_at"),
                    ("started_at", "completed_at"),
                    ("scheduled_at", "deadline"),
                ]
            },
        ),
        ("Snapshot", {"classes": ["collapse"], "fields": ["language", "inputs_shown", "brief_shown"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[GenerationJob]:
        finished = GenerationTask.objects.filter(job=OuterRef("pk"), status=TaskStatus.COMPLETED)
        queryset: QuerySet[GenerationJob] = super().get_queryset(request)
        return queryset.defer("brief", "inputs", "funnel__brief").annotate(
            finished=_count(finished), total=_count(GenerationTask.objects.filter(job=OuterRef("pk")))
        )

    @admin.display(description="Funnel", ordering="funnel__name")
    def funnel_name(self, job: GenerationJob) -> str:
        return job.funnel.name

    @admin.display(description="Tasks")
    def finished_tasks(self, job: Any) -> str:
        return f"{job.finished} of {job.total}"

    @admin.display(description="Inputs")
    def inputs_shown(self, job: GenerationJob) -> str:
        return pretty_json(job.inputs)

    @admin.display(description="Brief")
    def brief_shown(self, job: GenerationJob) -> str:
        return pretty_json(in_order(job.brief))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        shown = {**(extra_context or {}), "tallies": figures_of_late()}
        response: HttpResponse = super().changelist_view(request, shown)
        return response

    def beside(self, row: GenerationJob) -> dict[str, Any]:
        facts = gather_facts(row)
        return {"report": describe_job(facts), "ways": ways_out(facts)}

    @admin.action(description="Cancel", permissions=["operate"])
    def cancel(self, request: StaffRequest, queryset: QuerySet[GenerationJob]) -> None:
        self.perform_each(request, queryset, cancel_job, done="cancelled")

    @admin.action(description="Resume", permissions=["operate"])
    def resume(self, request: StaffRequest, queryset: QuerySet[GenerationJob]) -> None:
        self.perform_each(request, queryset, resume_job, done="resumed")

    @admin.action(description="Start over", permissions=["operate"])
    def reset(self, request: StaffRequest, queryset: QuerySet[GenerationJob]) -> HttpResponse | None:
        if page := self.ask(request, queryset, _RESET):
            return page
        self.perform_each(request, queryset, reset_job, done="started over")
        return None

    @admin.action(description="Refund credits", permissions=["grant"])
    def refund(self, request: StaffRequest, queryset: QuerySet[GenerationJob]) -> HttpResponse | None:
        if page := self.ask(request, queryset, _REFUND):
            return page
        verb = partial(refund, note=note_of(request), by=request.user)
        self.perform_each(request, queryset, verb, done="refunded")
        return None

    def has_grant_permission(self, request: StaffRequest) -> bool:
        return request.user.has_perm("generation.add_creditentry")

    delete_through_engine = staticmethod(delete_jobs)

    def jobs_of(self, rows: Iterable[GenerationJob]) -> QuerySet[GenerationJob]:
        return GenerationJob.objects.filter(pk__in=[job.pk for job in rows])

    def parts_of(self, rows: Iterable[GenerationJob]) -> dict[str, int]:
        tasks = GenerationTask.objects.filter(job__in=self.jobs_of(rows))
        return {"tasks, with their attempts and events (what they wrote stays)": tasks.count()}


def _count(tasks: QuerySet[GenerationTask]) -> Coalesce:
    counted = tasks.order_by().values("job").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
