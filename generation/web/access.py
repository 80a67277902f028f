"""Who may reach what on the pages: what is not yours does not exist."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar, cast
from uuid import UUID

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from generation.engine.database import DATABASE_AWAY
from generation.engine.standing.reach import (
    FUNNEL_OWNER,
    OPERATE,
    OWNER,
    NotAllowedToChangeError,
    find_reachable,
)
from generation.models import (
    ExportFile,
    Funnel,
    GenerationBatch,
    GenerationJob,
    GenerationTask,
    Section,
)
from generation.web.failures import database_away

M = TypeVar("M", bound=Model)

_PRINTED_FOR = "Galley-Printed-For"


class SignInRequired(LoginRequiredMiddleware):
    """Leads to the sign-in page whoever is not signed in, but for views that are open to all.

    A page that saves by itself says whom it was printed for: where that is somebody else by now, nothing is
    done in their name.

    Those are not asked about: who it is is the database's to say, and health checks, the API and the sign-in
    page itself have answers of their own while that is away.
    """

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], *arguments: Any
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        try:
            return super().process_view(request, view_func, *arguments) or _refuse_for_another(request)
        except DATABASE_AWAY as error:  # outside of any view, where DatabaseSaysNo does not hear of it
            return database_away(request, error)


def _refuse_for_another(request: HttpRequest) -> HttpResponse | None:
    printed_for = request.headers.get(_PRINTED_FOR)
    if printed_for is None or printed_for == str(request.user.pk):
        return None
    return HttpResponse("Somebody else is signed in now.", status=HTTPStatus.PRECONDITION_FAILED)


def person(request: HttpRequest) -> User:
    """Return who is signed in; views reach this after the check that somebody is."""
    return cast("User", request.user)


def find_funnel(request: HttpRequest, funnel_id: UUID, *, to_change: str = "") -> Funnel:
    """Return the funnel; `to_change` is the permission staff need to change another's."""
    return _find(request, Funnel.objects.all(), funnel_id, owner=OWNER, to_change=to_change)


def find_job(request: HttpRequest, job_id: UUID, *, to_change: str = OPERATE) -> GenerationJob:
    """Return the job, to be changed unless `to_change` is empty."""
    jobs = GenerationJob.objects.select_related("funnel").defer("brief", "inputs", "funnel__brief")
    return _find(request, jobs, job_id, owner=FUNNEL_OWNER, to_change=to_change)


def find_batch(request: HttpRequest, batch_id: UUID, *, to_change: str = "") -> GenerationBatch:
    """Return the batch; `to_change` is the permission staff need to steer another's."""
    return _find(request, GenerationBatch.objects.all(), batch_id, owner=OWNER, to_change=to_change)


def find_task(request: HttpRequest, job_id: UUID, key: str, *, to_change: str = OPERATE) -> GenerationTask:
    task = find_job(request, job_id, to_change=to_change).tasks.filter(key=key).first()
    if task is None:
        raise Http404
    return task


def find_section(request: HttpRequest, section_id: UUID, *, to_change: str = "") -> Section:
    sections = Section.objects.select_related("funnel")
    return _find(request, sections, section_id, owner=FUNNEL_OWNER, to_change=to_change)


def find_export(request: HttpRequest, file_id: UUID) -> ExportFile:
    return _find(request, ExportFile.objects.defer("content"), file_id, owner=FUNNEL_OWNER, to_change="")


def _find(request: HttpRequest, rows: "QuerySet[M]", row_id: UUID, *, owner: str, to_change: str) -> M:
    try:
        return find_reachable(rows, row_id, person(request), owner=owner, to_change=to_change)
    except ObjectDoesNotExist as error:
        raise Http404 from error
    except NotAllowedToChangeError as error:
        raise PermissionDenied(str(error)) from error
