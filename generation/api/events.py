"""The event streams: of one job, and of all that are open."""

from collections.abc import AsyncIterator
from uuid import UUID

from django.db import connection
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request

from generation.api.access import ApiView, find_job, listed, user_of, viewer
from generation.api.live.callers import caller_of
from generation.api.live.streams import stream_job, stream_jobs
from generation.api.live.watchers import EVERYTHING, Watched
from generation.api.negotiation import OneForm
from generation.models import GenerationJob


class JobEvents(ApiView):
    content_negotiation_class = OneForm

    @extend_schema(
        operation_id="jobs_events",
        summary="Watch a job",
        description=(
            "A stream of server-sent events that begins with the whole job and ends with the job, or when "
            "the caller would not be let in any more. 204 once the job has ended."
        ),
        responses={
            (200, "text/event-stream"): OpenApiResponse(
                OpenApiTypes.STR,
                description="`snapshot` (the job), then `task` (one of its tasks), `progress`, `text` (what"
                " is being written), and `end` (the job).",
            ),
            204: OpenApiResponse(description="The job has ended; there is nothing to wait for."),
        },
    )
    def get(self, request: Request, job_id: UUID) -> HttpResponseBase:
        job = find_job(request, job_id)
        if not job.is_open:
            return HttpResponse(status=204)
        return _answer_with(stream_job(job.pk, viewer(request), caller_of(request)))


class Events(ApiView):
    content_negotiation_class = OneForm

    @extend_schema(
        operation_id="events",
        summary="Watch all open jobs",
        description=(
            "A stream of server-sent events of all the caller's open jobs, those that are started later "
            "included. It never ends while the caller is let in. Each event of a job names it in `job`."
        ),
        parameters=[OpenApiParameter("owner", enum=["all"], description="Staff: everybody's.")],
        responses={
            (200, "text/event-stream"): OpenApiResponse(
                OpenApiTypes.STR,
                description="For each job `snapshot`, `task`, `progress`, `text` and `end`, as in the stream"
                " of one job; `gone` when a job was deleted; `file` when an export that was asked for on the"
                " pages has come further; `processes` when a worker or reconciler has come or gone; `ready`"
                " whenever all there is to see has been told; `alive` after 15 seconds in which there was"
                " nothing to tell.",
            ),
        },
    )
    def get(self, request: Request) -> HttpResponseBase:
        listed(GenerationJob.objects.none(), request)  # refuses whom the list of jobs refuses
        everybodys = request.query_params.get("owner") == "all"
        watched = EVERYTHING if everybodys else Watched(owner_id=user_of(request).pk)
        return _answer_with(stream_jobs(watched, viewer(request), caller_of(request)))


def _answer_with(stream: AsyncIterator[bytes]) -> HttpResponseBase:
    connection.close()  # the stream may stay open for hours; the desk borrows a connection for each look
    return StreamingHttpResponse(
        stream,
        content_type="text/event-stream",
        headers={"Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no"},
    )
