"""The tasks of a job: read in full, tried again, written anew."""

from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.api.access import ApiView, find_job, find_task
from generation.api.jobs import answer_with_job
from generation.api.pages import OnePage, answer_with_page
from generation.api.serializers.jobs import JobSerializer
from generation.api.serializers.tasks import RegenerateSerializer, TaskSerializer
from generation.engine.parts import tasks_in_full
from generation.engine.rework import regenerate_task, retry_task


class TaskList(ApiView):
    pagination_class = OnePage

    @extend_schema(operation_id="jobs_tasks_list", responses=TaskSerializer(many=True))
    def get(self, request: Request, job_id: UUID) -> Response:
        return answer_with_page(request, tasks_in_full(find_job(request, job_id)), TaskSerializer)


class TaskDetail(ApiView):
    @extend_schema(operation_id="jobs_tasks_retrieve", responses=TaskSerializer)
    def get(self, request: Request, job_id: UUID, key: str) -> Response:
        for task in tasks_in_full(find_job(request, job_id)):
            if task.task.key == key:
                return Response(TaskSerializer(task).data)
        raise Http404


class TaskRetry(ApiView):
    @extend_schema(operation_id="jobs_tasks_retry", request=None, responses={202: JobSerializer})
    def post(self, request: Request, job_id: UUID, key: str) -> Response:
        retry_task(find_task(request, job_id, key))
        return answer_with_job(request, job_id, status=202)


class TaskRegenerate(ApiView):
    @extend_schema(
        operation_id="jobs_tasks_regenerate", request=RegenerateSerializer, responses={202: JobSerializer}
    )
    def post(self, request: Request, job_id: UUID, key: str) -> Response:
        task = find_task(request, job_id, key)
        wanted = RegenerateSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        regenerate_task(task, note=wanted.validated_data["note"])
        return answer_with_job(request, job_id, status=202)
