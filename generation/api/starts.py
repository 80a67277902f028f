"""From a funnel to a job: generating, and resuming its last one."""

from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from generation.api.access import ApiView, find_funnel, user_of
from generation.api.jobs import answer_with_job
from generation.api.serializers.jobs import GenerateSerializer, JobSerializer, ResumeSerializer
from generation.engine.content.last_job import to_resume
from generation.engine.standing.reach import OPERATE
from generation.engine.verbs.idempotency import start_once
from generation.engine.verbs.jobs import resume_job, start_job
from generation.errors import NotAllowedError
from generation.models import Funnel, GenerationJob

KEY_HEADER = "Idempotency-Key"
_LONGEST_KEY = 200


class FunnelGenerate(ApiView):
    @extend_schema(
        operation_id="funnels_generate",
        summary="Generate a funnel",
        description=(
            "Answers 202 with the job, which runs in the background. Refused with 409 `job_open`, and that "
            "job's id, while one of the same kind and subject is open. What is wrong in `inputs` is told by "
            "its path, such as `inputs.documents`."
        ),
        request=GenerateSerializer,
        responses={202: JobSerializer},
        parameters=[
            OpenApiParameter(
                KEY_HEADER,
                location=OpenApiParameter.HEADER,
                description="The same key with the same request, within a day, answers with the same job.",
            )
        ],
    )
    def post(self, request: Request, funnel_id: UUID) -> Response:
        funnel = find_funnel(request, funnel_id, permission=OPERATE)

        def start() -> GenerationJob:
            wanted = GenerateSerializer(data=request.data)
            wanted.is_valid(raise_exception=True)
            return start_job(
                funnel,
                blueprint=wanted.validated_data["blueprint"],
                inputs=wanted.validated_data["inputs"],
                options=wanted.options,
            )

        key = key_of(request)
        asked = {"funnel": str(funnel.pk), "body": request.data}
        job = start_once(owner=user_of(request), key=key, request=asked, start=start) if key else start()
        return answer_with_job(request, job.pk, status=202)


class FunnelResume(ApiView):
    @extend_schema(
        operation_id="funnels_resume",
        summary="Resume a funnel's last job",
        description=(
            "Runs what its last failed or cancelled job left unfinished, with the brief and inputs that job "
            "began with: the last of any kind, or of the `blueprint` and `subject` that are named."
        ),
        request=ResumeSerializer,
        responses={202: JobSerializer},
    )
    def post(self, request: Request, funnel_id: UUID) -> Response:
        funnel = find_funnel(request, funnel_id, permission=OPERATE)
        which = ResumeSerializer(data=request.data)
        which.is_valid(raise_exception=True)
        job = resume_job(_last_to_resume(funnel, **which.validated_data))
        return answer_with_job(request, job.pk, status=202)


def _last_to_resume(funnel: Funnel, **which: str) -> GenerationJob:
    """Return the last failed or cancelled job of these, unless a later one of its kind has completed."""
    job = to_resume(funnel.jobs.filter(**which)).order_by("-queued_at").first()
    if job is None:
        of_these = " of this kind and subject" if which else ""
        says = f"This funnel has no failed or cancelled job{of_these} to resume."
        raise NotAllowedError("not_resumable", says)
    return job


def key_of(request: Request) -> str:
    """Return the key under which a start is asked for; empty where there is none."""
    key: str = request.headers.get(KEY_HEADER, "").strip()
    if len(key) > _LONGEST_KEY or not key.isprintable():
        raise ValidationError({KEY_HEADER: f"Write up to {_LONGEST_KEY} visible characters."})
    return key
