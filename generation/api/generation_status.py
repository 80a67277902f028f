"""The progress of a funnel in the words of an older interface: steps by number, four statuses."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from generation.api.access import ApiView, find_funnel
from generation.engine.content.last_job import last_job
from generation.engine.standing.progress import current_tasks
from generation.models import GenerationJob, GenerationTask
from generation.states import TaskStatus

STATUSES = ["pending", "in_progress", "completed", "failed"]


class WhichFunnel(serializers.Serializer[None]):
    funnel = serializers.UUIDField()


class StepSerializer(serializers.Serializer[GenerationTask]):
    step = serializers.IntegerField(source="position")
    stepName = serializers.CharField(source="name")  # noqa: N815 - the older interface's own name
    status = serializers.SerializerMethodField()
    error = serializers.CharField(source="error_message", required=False)
    completedAt = serializers.DateTimeField(source="completed_at", required=False)  # noqa: N815 - as above

    @extend_schema_field(serializers.ChoiceField(choices=STATUSES))
    def get_status(self, task: GenerationTask) -> str:
        return TaskStatus.IN_PROGRESS if task.status == TaskStatus.WAITING else task.status

    def to_representation(self, task: GenerationTask) -> dict[str, Any]:
        """Leave out what there is nothing to say about, as the older interface does."""
        step = super().to_representation(task)
        return {name: value for name, value in step.items() if value not in ("", None)}


class FailedStepSerializer(serializers.Serializer[GenerationTask]):
    step = serializers.IntegerField(source="position")
    error = serializers.CharField(source="error_message")


class GenerationStatusSerializer(serializers.Serializer[Any]):
    isGenerating = serializers.BooleanField()  # noqa: N815 - as above
    currentStep = serializers.IntegerField(allow_null=True)  # noqa: N815
    completedSteps = serializers.ListField(child=serializers.IntegerField())  # noqa: N815
    failedSteps = FailedStepSerializer(many=True)  # noqa: N815
    progress = StepSerializer(many=True)
    startedAt = serializers.DateTimeField(allow_null=True)  # noqa: N815


class GenerationStatus(ApiView):
    @extend_schema(
        operation_id="generation_status",
        summary="Read a funnel's progress by step numbers",
        description="The progress of its latest job in the words of an older interface.",
        parameters=[WhichFunnel],
        responses=GenerationStatusSerializer,
    )
    def get(self, request: Request) -> Response:
        which = WhichFunnel(data=request.query_params)
        which.is_valid(raise_exception=True)
        funnel = find_funnel(request, which.validated_data["funnel"])
        return Response(GenerationStatusSerializer(_status(last_job(funnel))).data)


def _status(job: GenerationJob | None) -> dict[str, Any]:
    tasks = list(job.tasks.order_by("position")) if job else []
    current = current_tasks(tasks)
    return {
        "isGenerating": job is not None and job.is_open,
        "currentStep": current[0].position if current else None,
        "completedSteps": [task.position for task in tasks if task.status == TaskStatus.COMPLETED],
        "failedSteps": [task for task in tasks if task.status == TaskStatus.FAILED],
        "progress": tasks,
        "startedAt": job.started_at if job else None,
    }
