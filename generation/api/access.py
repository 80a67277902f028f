"""Who may reach what: their own; staff read everything, and change it by the admin's permissions.

What is not yours does not exist.
"""

from typing import Any, TypeVar, cast
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, QuerySet
from django.http import Http404
from rest_framework.exceptions import NotFound, PermissionDenied, ValidationError
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.views import APIView

from generation.api.parsing import LengthRequired
from generation.engine.standing.reach import (
    CHANGE_FUNNEL,
    CHANGE_SECTION,
    FUNNEL_OWNER,
    OPERATE,
    OWNER,
    NotAllowedToChangeError,
    Viewer,
    find_reachable,
    viewer_of,
)
from generation.models import Funnel, GenerationBatch, GenerationJob, GenerationTask, Section

M = TypeVar("M", bound=Model)


class ApiView(APIView):
    """A view whose requests without a login count, by their address, before they are refused.

    A body whose length is not announced is refused once it is known who asks.
    """

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if "Transfer-Encoding" in request.headers:
            raise LengthRequired

    def check_permissions(self, request: Request) -> None:
        if not request.user.is_authenticated:
            self.check_throttles(request)
        super().check_permissions(request)


def user_of(request: Request) -> User:
    """Return who is signed in; views reach this after the check that somebody is."""
    return cast("User", request.user)


def viewer(request: Request) -> Viewer:
    return viewer_of(user_of(request))


def listed(rows: "QuerySet[M]", request: Request, *, owner: str = OWNER) -> "QuerySet[M]":
    """Return the rows a list shows: one's own, and for staff with `?owner=all` everybody's."""
    user, whose = user_of(request), request.query_params.get("owner", "")
    if whose not in ("", "all"):
        raise ValidationError({"owner": ["Write all, for everybody's, or leave it out."]})
    if not whose:
        return rows.filter(**{owner: user})
    if not user.is_staff:
        raise PermissionDenied("Only staff see what others own.")
    return rows


def find_funnel(request: Request, funnel_id: UUID, *, permission: str = CHANGE_FUNNEL) -> Funnel:
    """Return the funnel; `permission` is what staff need for a request that changes another's."""
    return _find(request, Funnel.objects.all(), funnel_id, owner=OWNER, permission=permission)


def find_job(request: Request, job_id: UUID) -> GenerationJob:
    jobs = GenerationJob.objects.select_related("funnel").defer("brief", "inputs", "funnel__brief")
    return _find(request, jobs, job_id, owner=FUNNEL_OWNER, permission=OPERATE)


def find_batch(request: Request, batch_id: UUID) -> GenerationBatch:
    return _find(request, GenerationBatch.objects.all(), batch_id, owner=OWNER, permission=OPERATE)


def find_task(request: Request, job_id: UUID, key: str) -> GenerationTask:
    task = find_job(request, job_id).tasks.filter(key=key).first()
    if task is None:
        raise no_task(key)
    return task


def no_task(key: str) -> NotFound:
    return NotFound(f"This job has no task {key!r}; its `tasks` list the keys it has.")


def find_section(request: Request, section_id: UUID) -> Section:
    sections = Section.objects.all()
    return _find(request, sections, section_id, owner=FUNNEL_OWNER, permission=CHANGE_SECTION)


def _find(request: Request, rows: "QuerySet[M]", row_id: UUID, *, owner: str, permission: str) -> M:
    to_change = "" if request.method in SAFE_METHODS else permission
    try:
        return find_reachable(rows, row_id, user_of(request), owner=owner, to_change=to_change)
    except ObjectDoesNotExist as error:
        raise Http404 from error
    except NotAllowedToChangeError as error:
        raise PermissionDenied(str(error)) from error
