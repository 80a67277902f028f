"""Jobs: listed, read, and steered by the engine's verbs."""

from typing import Any
from uuid import UUID

import django_filters
from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from generation.api.access import ApiView, find_job, listed, user_of, viewer
from generation.api.serializers.base import choices_of
from generation.api.serializers.jobs import JobChangeSerializer, JobSerializer
from generation.blueprints import BLUEPRINTS
from generation.engine.standing.jobs import jobs_to_show, standing, standings
from generation.engine.standing.reach import FUNNEL_OWNER, may_prioritise, reachable
from generation.engine.verbs.jobs import cancel_job, reset_job, resume_job, set_priority
from generation.engine.verbs.putting_off import move_in_time
from generation.models import GenerationJob
from generation.states import JobStatus, Priority
from settings_app import store


class JobFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    status = django_filters.ChoiceFilter("status", choices=choices_of(JobStatus))
    blueprint = django_filters.ChoiceFilter(
        "blueprint", choices=[(kind.key, kind.title) for kind in BLUEPRINTS]
    )
    subject = django_filters.CharFilter("subject", label="What it is about, among several of one kind.")
    funnel = django_filters.UUIDFilter("funnel_id", label="The id of a funnel.")
    batch = django_filters.UUIDFilter("batch_id", label="The id of a batch.")


@extend_schema(
    summary="List jobs",
    description="The caller's own, the newest first, each with where it stands and its tasks.",
    parameters=[OpenApiParameter("owner", enum=["all"], description="Staff: everybody's.")],
)
class JobList(ApiView, generics.ListAPIView[GenerationJob]):
    serializer_class = JobSerializer  # type: ignore[assignment]  # it prints how a job stands
    filterset_class = JobFilter
    queryset = jobs_to_show()

    def get_queryset(self) -> QuerySet[GenerationJob]:
        return listed(super().get_queryset(), self.request, owner=FUNNEL_OWNER)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        jobs = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        found = standings(jobs or [], viewer=viewer(request))
        return self.get_paginated_response([JobSerializer(job).data for job in found])


class JobDetail(ApiView):
    @extend_schema(
        operation_id="jobs_retrieve",
        summary="Read a job",
        description="Where the job stands, with all its tasks and what the caller may do now (`actions`).",
        responses=JobSerializer,
    )
    def get(self, request: Request, job_id: UUID) -> Response:
        return answer_with_job(request, job_id)

    @extend_schema(
        operation_id="jobs_partial_update",
        summary="Change a job in line",
        description=(
            "Takes `priority`, `scheduled_at` (null: now) and `deadline` (null: none), one of them or more, "
            "while the job is in line; afterwards 409 `not_in_line`."
        ),
        request=JobChangeSerializer,
        responses=JobSerializer,
    )
    def patch(self, request: Request, job_id: UUID) -> Response:
        job = find_job(request, job_id)
        wanted = JobChangeSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        moments = {**wanted.validated_data}
        priority = moments.pop("priority", None)
        with transaction.atomic():
            if priority:
                _prioritise(request, job, Priority(priority))
            if moments:
                move_in_time(job, **moments)
        return answer_with_job(request, job_id)


class JobCancel(ApiView):
    @extend_schema(
        operation_id="jobs_cancel",
        summary="Cancel a job",
        description="Stops it at once. Finished tasks stay, and the job can be resumed.",
        request=None,
        responses=JobSerializer,
    )
    def post(self, request: Request, job_id: UUID) -> Response:
        cancel_job(find_job(request, job_id))
        return answer_with_job(request, job_id)


class JobResume(ApiView):
    @extend_schema(
        operation_id="jobs_resume",
        summary="Resume a job",
        description="Runs what a failed or cancelled job left unfinished, with the brief it began with.",
        request=None,
        responses={202: JobSerializer},
    )
    def post(self, request: Request, job_id: UUID) -> Response:
        resume_job(find_job(request, job_id))
        return answer_with_job(request, job_id, status=202)


class JobReset(ApiView):
    @extend_schema(
        operation_id="jobs_reset",
        summary="Start a job over, or regenerate all of it",
        description=(
            "Runs all tasks of the job again with the funnel's brief as it is now. Earlier "
            "revisions and a person's edits are kept."
        ),
        request=None,
        responses={202: JobSerializer},
    )
    def post(self, request: Request, job_id: UUID) -> Response:
        reset_job(find_job(request, job_id))
        return answer_with_job(request, job_id, status=202)


def _prioritise(request: Request, job: GenerationJob, priority: Priority) -> None:
    asker = viewer(request)
    if not may_prioritise(store.read_all(), asker):
        raise PermissionDenied("Only staff change priorities at present.")
    set_priority(job, priority, as_operator=asker.operates)


def answer_with_job(request: Request, job_id: UUID, *, status: int = 200) -> Response:
    """Answer with the job as it stands now: a verb's commit may have admitted it, or others."""
    jobs = reachable(jobs_to_show(), user_of(request), owner=FUNNEL_OWNER)
    found = standing(get_object_or_404(jobs, pk=job_id), viewer=viewer(request))
    return Response(JobSerializer(found).data, status=status)
