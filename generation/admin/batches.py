"""Batches: how each stands, its jobs, the engine's verbs for all of them, and a form that starts one."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.forms import Field
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString

from generation.admin.actions import OperatedAdmin
from generation.admin.base import ReadOnlyInline, word_filter
from generation.admin.new_batch import NewBatchForm, show_new_batch
from generation.admin.shown import label_of, link_to, word_label
from generation.blueprints import BLUEPRINTS
from generation.blueprints.called import called_in_full
from generation.engine.batches.outcome import Outcome, refusals_in_words
from generation.engine.batches.verbs import cancel_batch, resume_batch
from generation.engine.standing.batch_counts import in_words, telling_status
from generation.engine.standing.on_hold import ON_HOLD
from generation.errors import InvalidRequestError, NotAllowedError
from generation.models import GenerationBatch, GenerationJob
from generation.models.job import FAILED_BY_INCIDENT, PUT_OFF
from generation.states import JobStatus
from generation.web.batches.report import report_of
from generation.web.batches.sent import Sent, start_sent, tell_of_start
from settings_app.admin import StaffRequest

_COUNTED, _APART = "jobs_", "jobs_apart_"
_TOLD_APART = {"put_off": PUT_OFF, "on_hold": ON_HOLD, "stopped": FAILED_BY_INCIDENT}


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
        return link_to(job, called_in_full(job))


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
    autocomplete_fields = ["owner"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[GenerationBatch]:
        queryset: QuerySet[GenerationBatch] = super().get_queryset(request)
        counted = {f"{_COUNTED}{status}": _count(Q(status=status)) for status in JobStatus}
        apart = {f"{_APART}{name}": _count(which) for name, which in _TOLD_APART.items()}
        return queryset.annotate(**counted, **apart)

    def has_add_permission(self, request: StaffRequest) -> bool:
        return request.user.has_perm("generation.add_generationbatch")

    def add_view(
        self, request: StaffRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the form; what is sent is started as a whole, or told row by row why not."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = NewBatchForm(request.POST or None, request.FILES or None, owner=self._owner_field(request))
        report = None
        if form.is_valid():
            try:
                sent = start_sent(request, form, owner=form.cleaned_data["owner"])
            except (InvalidRequestError, NotAllowedError) as error:
                report = report_of(error, {})
            else:
                return self._tell_of_start(request, sent)
        around = self.admin_site.each_context(request)
        own = {"opts": self.opts, "media": self.media + form.media}
        return show_new_batch(request, form, report, around | own)

    def _owner_field(self, request: StaffRequest) -> Field:
        owner = self.opts.get_field("owner")
        people = User.objects.filter(is_active=True)
        field: Field = self.formfield_for_foreignkey(owner, request, queryset=people)
        return field

    def _tell_of_start(self, request: StaffRequest, sent: Sent) -> HttpResponse:
        whose = f" for {sent.batch.owner.get_username()}"
        says = tell_of_start(request, sent, noun="job", whose=whose, about=f"{sent.batch.name}: ")
        if sent.started == "now":
            self.log_addition(request, sent.batch, says)
        return redirect("admin:generation_generationbatch_changelist")

    @admin.display(description="Status")
    def status(self, batch: GenerationBatch) -> SafeString | str:
        status = telling_status(_statuses(batch))
        return word_label(status) if status else "no job on record"

    @admin.display(description="Jobs")
    def progress(self, batch: GenerationBatch) -> str:
        apart = {name: getattr(batch, f"{_APART}{name}") for name in _TOLD_APART}
        return in_words(_statuses(batch), **apart)

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


def _count(which: Q) -> Coalesce:
    jobs = GenerationJob.objects.filter(which, batch=OuterRef("pk")).order_by().values("batch")
    counted = jobs.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _statuses(batch: GenerationBatch) -> dict[JobStatus, int]:
    return {status: getattr(batch, f"{_COUNTED}{status}") for status in JobStatus}
