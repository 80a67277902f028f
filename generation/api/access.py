"""Who may reach what: their own; staff everything. What is not yours does not exist."""

from typing import TypeVar, cast
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.request import Request
from rest_framework.views import APIView

from generation.models import Funnel, GenerationJob, GenerationTask, Section

M = TypeVar("M", bound=Model)


class ApiView(APIView):
    """A view whose requests without a login count, by their address, before they are refused."""

    def check_permissions(self, request: Request) -> None:
        if not request.user.is_authenticated:
            self.check_throttles(request)
        super().check_permissions(request)


def caller(request: Request) -> User:
    """Return who is signed in; views reach this after the check that somebody is."""
    return cast("User", request.user)


def reachable(rows: "QuerySet[M]", user: User, *, owner: str = "owner") -> "QuerySet[M]":
    """Return the rows the user may see and change; `owner` is the path to the row's owner."""
    return rows if user.is_staff else rows.filter(**{owner: user})


def listed(rows: "QuerySet[M]", request: Request) -> "QuerySet[M]":
    """Return the rows a list shows: one's own, and for staff with `?owner=all` everybody's."""
    user = caller(request)
    if request.query_params.get("owner") != "all":
        return rows.filter(owner=user)
    if not user.is_staff:
        raise PermissionDenied("Only staff see what others own.")
    return rows


def find_funnel(request: Request, funnel_id: UUID) -> Funnel:
    return get_object_or_404(reachable(Funnel.objects.all(), caller(request)), pk=funnel_id)


def find_job(request: Request, job_id: UUID) -> GenerationJob:
    jobs = GenerationJob.objects.select_related("funnel")
    return get_object_or_404(reachable(jobs, caller(request)), pk=job_id)


def find_task(request: Request, job_id: UUID, key: str) -> GenerationTask:
    task = find_job(request, job_id).tasks.filter(key=key).first()
    if task is None:
        raise no_task(key)
    return task


def no_task(key: str) -> NotFound:
    return NotFound(f"This job has no task {key!r}; its `tasks` list the keys it has.")


def find_section(request: Request, section_id: UUID) -> Section:
    sections = reachable(Section.objects.all(), caller(request), owner="funnel__owner")
    return get_object_or_404(sections, pk=section_id)
