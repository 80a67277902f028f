"""The tasks of a job: read in full, tried again, regenerated."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.api.access import ApiView, find_job, find_task, no_task
from generation.api.jobs import answer_with_job
from generation.api.pages import OnePage, answer_with_page
from generation.api.serializers.jobs import JobSerializer
from generation.api.serializers.tasks import RegenerateSerializer, TaskSerializer
from generation.engine.standing.parts import tasks_in_full
from generation.engine.verbs.rework import regenerate_task, retry_task


class TaskList(ApiView):
    pagination_class = OnePage

    @extend_schema(
        operation_id="jobs_tasks_list",
        summary="List a job's tasks in full",
        description="Every task with its attempts, the stages each passed, and the sections it wrote.",
        responses=TaskSerializer(many=True),
    )
    def get(self, request: Request, job_id: UUID) -> Response:
        return answer_with_page(request, tasks_in_full(find_job(request, job_id)), TaskSerializer)


class TaskDetail(ApiView):
    @extend_schema(
        operation_id="jobs_tasks_retrieve",
        summary="Read one task in full",
        description=(
            "The task of that key with its attempts, the stages each passed, and the sections it wrote."
        ),
        responses=TaskSerializer,
    )
    def get(self, request: Request, job_id: UUID, key: str) -> Response:
        for task in tasks_in_full(find_job(request, job_id)):
            if task.task.key == key:
                return Response(TaskSerializer(task).data)
        raise no_task(key)


class TaskRetry(ApiView):
    @extend_schema(
        operation_id="jobs_tasks_retry",
        summary="Try a task again",
        description=(
            "A failed task gets all its attempts anew, and what is left of the job runs after it. "
            "A waiting one is due at once."
        ),
        request=None,
        responses={202: JobSerializer},
    )
    def post(self, request: Request, job_id: UUID, key: str) -> Response:
        retry_task(find_task(request, job_id, key))
        return answer_with_job(request, job_id, status=202)


class TaskRegenerate(ApiView):
    @extend_schema(
        operation_id="jobs_tasks_regenerate",
        summary="Regenerate one task",
        description=(
            "Runs one finished or failed task again, alone, with a `note` for the writer if there "
            "is one. Earlier revisions are kept; a section that a person edited or locked keeps "
            "its text, and the new one is offered beside it."
        ),
        request=RegenerateSerializer,
        responses={202: JobSerializer},
    )
    def post(self, request: Request, job_id: UUID, key: str) -> Response:
        task = find_task(request, job_id, key)
        wanted = RegenerateSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        regenerate_task(task, note=wanted.validated_data["note"])
        return answer_with_job(request, job_id, status=202)
