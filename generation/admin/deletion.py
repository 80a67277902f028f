"""Deleting from the admin: the engine decides, and what it refuses is told in a sentence."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_permission_codename
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from generation.admin.base import KnownRowsAdmin
from generation.blueprints.called import called_in_full
from generation.errors import NotAllowedError
from generation.models import GenerationJob
from generation.states import OPEN_JOB
from settings_app.admin import StaffRequest


class EngineDeletes(KnownRowsAdmin):
    """Rows are deleted by `delete_through_engine`, all or none: not while a job of `jobs_of` them is open.

    Before it is asked whether to delete them, what goes with them is counted, not listed: a job alone has
    hundreds of rows. Who may delete a funnel may delete what it holds.
    """

    delete_through_engine: Callable[[Collection[Any]], None]

    def jobs_of(self, rows: Iterable[Any]) -> QuerySet[GenerationJob]:
        raise NotImplementedError

    def parts_of(self, rows: Iterable[Any]) -> dict[str, int]:
        """Return how many rows of which kind go with these."""
        raise NotImplementedError

    def has_delete_permission(self, request: StaffRequest, obj: Model | None = None) -> bool:
        codename = get_permission_codename("delete", self.opts)
        return request.user.has_perm(f"{self.opts.app_label}.{codename}")

    def get_deleted_objects(
        self, objs: Iterable[Any], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        rows = list(objs)
        open_job = self.jobs_of(rows).filter(status__in=OPEN_JOB).select_related("funnel").first()
        if open_job is not None:
            raise NotAllowedError(
                "job_open",
                f"{called_in_full(open_job)} is being generated, so nothing was deleted. "
                "Wait for its job or cancel it first.",
            )
        counts = {str(self.opts.verbose_name_plural): len(rows), **self.parts_of(rows)}
        return [str(row) for row in rows], counts, set(), []

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.delete_through_engine([obj])

    def delete_queryset(self, request: HttpRequest, queryset: Iterable[Any]) -> None:
        self.delete_through_engine(list(queryset))

    def delete_view(
        self, request: StaffRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            response: HttpResponse = super().delete_view(request, object_id, extra_context)
        except NotAllowedError as refusal:
            return self._refused(request, refusal)
        return response

    def response_action(self, request: StaffRequest, queryset: Any) -> HttpResponseBase | None:
        try:
            response: HttpResponseBase | None = super().response_action(request, queryset)
        except NotAllowedError as refusal:
            return self._refused(request, refusal)
        return response

    def _refused(self, request: HttpRequest, refusal: NotAllowedError) -> HttpResponse:
        messages.error(request, refusal.message)
        return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))
