"""Batches: how each stands, its jobs, and the engine's verbs for all of them."""

from collections.abc import Callable, Iterable

from django.contrib import admin, messages
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.safestring import SafeString

from generation.admin.actions import OperatedAdmin
from generation.admin.base import ReadOnlyInline, word_filter
from generation.admin.shown import label_of, link_to, word_label
from generation.blueprints import BLUEPRINTS
from generation.engine.batches.refusals import refusals_in_words
from generation.engine.batches.verbs import Outcome, cancel_batch, resume_batch
from generation.engine.standing.batches import in_words, telling_status
from generation.models import GenerationBatch, GenerationJob
from generation.states import JobStatus
from settings_app.admin import StaffRequest

_COUNTED = "jobs_"


class JobInline(ReadOnlyInline):
    model = GenerationJob
    verbose_name_plural = "jobs"
    ordering = ["created_at", "pk"]
    per_page = 50
    fields = ["job", label_of("status", "Status"), "priority", "queued_at", "completed_at", "error_code"]
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[GenerationJob]:
        queryset: QuerySet[GenerationJob] = super().get_queryset(request)
        return queryset.select_related("funnel").defer("brief", "inputs", "funnel__brief")

    @admin.display(description="Job")
    def job(self, job: GenerationJob) -> SafeString:
        return link_to(job, job.funnel.name)


@admin.register(GenerationBatch)
class BatchAdmin(OperatedAdmin):
    list_display = ["name", "blueprint", "status", "progress", "owner", "created_at"]
    list_filter = [word_filter("blueprint", "blueprint", [blueprint.key for blueprint in BLUEPRINTS])]
    list_select_related = ["owner"]
    search_fields = ["id", "name", "owner__username", "owner__email"]
    search_help_text = "Batch id, name, or owner"
    date_hierarchy = "created_at"
    ordering = ["-created_at"]
    actions = ["cancel", "resume"]
    inlines = [JobInline]
    fieldsets = [
        (None, {"fields": [("id", "name"), ("blueprint", "owner"), ("status", "progress"), "created_at"]})
    ]
    readonly_fields = ["status", "progress"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[GenerationBatch]:
        queryset: QuerySet[GenerationBatch] = super().get_queryset(request)
        return queryset.annotate(**{f"{_COUNTED}{status}": _count(status) for status in JobStatus})

    @admin.display(description="Status")
    def status(self, batch: GenerationBatch) -> SafeString | str:
        status = telling_status(_statuses(batch))
        return word_label(status) if status else "no job on record"

    @admin.display(description="Jobs")
    def progress(self, batch: GenerationBatch) -> str:
        return in_words(_statuses(batch))

    @admin.action(description="Cancel", permissions=["operate"])
    def cancel(self, request: StaffRequest, queryset: QuerySet[GenerationBatch]) -> None:
        self._perform(request, queryset, cancel_batch, done="cancelled")

    @admin.action(description="Resume", permissions=["operate"])
    def resume(self, request: StaffRequest, queryset: QuerySet[GenerationBatch]) -> None:
        self._perform(request, queryset, resume_batch, done="resumed")

    def _perform(
        self,
        request: StaffRequest,
        batches: Iterable[GenerationBatch],
        verb: Callable[[GenerationBatch], Outcome],
        *,
        done: str,
    ) -> None:
        """Use `verb` on each batch; the jobs that refuse are named by their reasons and stop no other."""
        for batch in batches:
            outcome = verb(batch)
            says = f"{outcome.done} job{'' if outcome.done == 1 else 's'} {done}."
            if outcome.done:
                messages.success(request, f"{batch.name}: {says}")
                self.log_change(request, batch, says)
            elif not outcome.refused:
                messages.info(request, f"{batch.name}: There was nothing left to be {done}.")
            for refused in refusals_in_words(outcome, done=done):
                messages.error(request, f"{batch.name}: {refused}")


def _count(status: JobStatus) -> Coalesce:
    jobs = GenerationJob.objects.filter(batch=OuterRef("pk"), status=status).order_by().values("batch")
    counted = jobs.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _statuses(batch: GenerationBatch) -> dict[JobStatus, int]:
    return {status: getattr(batch, f"{_COUNTED}{status}") for status in JobStatus}
