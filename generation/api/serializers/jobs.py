"""A job as it is asked for and answered."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from generation.api.serializers.base import (
    AwareDateTimeField,
    ChoiceField,
    JobErrorSerializer,
    RetryableErrorSerializer,
    StrictSerializer,
    UsageSerializer,
    WordOrNone,
    choices_of,
)
from generation.blueprints import BLUEPRINTS
from generation.engine.gate.holds import Hold
from generation.engine.standing.actions import ACTIONS
from generation.engine.standing.jobs import JobStanding, TaskStanding
from generation.engine.verbs.moments import wrong_with_deadline, wrong_with_moment
from generation.engine.verbs.new_jobs import StartOptions
from generation.states import JobStatus, Priority, TaskStatus

_GOES_ON = "It goes on by itself once that is mended."


class ProgressSerializer(serializers.Serializer[Any]):
    completed = serializers.IntegerField()
    total = serializers.IntegerField()
    percent = serializers.IntegerField(help_text="Finished stages, seven a task.")
    message = serializers.CharField()


class JobTaskSerializer(serializers.Serializer[TaskStanding]):
    """One task within its job."""

    position = serializers.IntegerField(source="task.position")
    key = serializers.CharField(source="task.key")
    title = serializers.CharField(source="task.name")
    group = serializers.CharField(source="task.group")
    status = serializers.ChoiceField(source="task.status", choices=choices_of(TaskStatus))
    stage = WordOrNone(source="task.stage")
    attempt_count = serializers.IntegerField(source="task.attempt_count")
    max_attempts = serializers.IntegerField()
    next_attempt_at = serializers.DateTimeField(source="task.next_attempt_at", allow_null=True)
    error = serializers.SerializerMethodField()
    started_at = serializers.DateTimeField(source="task.started_at", allow_null=True)
    completed_at = serializers.DateTimeField(source="task.completed_at", allow_null=True)
    seconds = serializers.FloatField(allow_null=True)
    words = serializers.IntegerField(source="task.words", allow_null=True)

    @extend_schema_field(RetryableErrorSerializer(allow_null=True))
    def get_error(self, standing: TaskStanding) -> dict[str, Any] | None:
        task = standing.task
        if not task.error_code:
            return None
        return {
            "code": task.error_code,
            "message": task.error_message,
            "retryable": task.error_retryable,
        }


class HoldSerializer(serializers.Serializer[Hold]):
    """What a job waits for that is no fault of its own."""

    code = serializers.CharField()
    message = serializers.CharField()
    since = serializers.DateTimeField()
    until = serializers.DateTimeField(allow_null=True)
    turn = serializers.IntegerField(
        allow_null=True, help_text="Its turn, from 1, of all that wait for the AI service at that moment."
    )


class JobSerializer(serializers.Serializer[JobStanding]):
    """A job as it stands, with all its tasks."""

    id = serializers.UUIDField(source="job.id")
    funnel = serializers.UUIDField(source="job.funnel_id")
    blueprint = serializers.CharField(source="job.blueprint")
    status = serializers.ChoiceField(source="job.status", choices=choices_of(JobStatus))
    subject = serializers.CharField(source="job.subject")
    seq = serializers.IntegerField(source="job.seq")
    priority = serializers.ChoiceField(source="job.priority", choices=choices_of(Priority))
    lanes = serializers.IntegerField(source="job.lanes")
    queue_position = serializers.IntegerField(allow_null=True)
    expected_start = serializers.DateTimeField(
        allow_null=True, help_text="When a job in line should begin; null while nobody can tell."
    )
    hold = HoldSerializer(allow_null=True)
    scheduled_at = serializers.DateTimeField(source="job.scheduled_at", allow_null=True)
    deadline = serializers.DateTimeField(source="job.deadline", allow_null=True)
    brief_changed = serializers.BooleanField(source="job.brief_differs")
    progress = ProgressSerializer()
    current_tasks = serializers.ListField(child=serializers.CharField())
    tasks = JobTaskSerializer(many=True)
    queued_at = serializers.DateTimeField(source="job.queued_at")
    started_at = serializers.DateTimeField(source="job.started_at", allow_null=True)
    completed_at = serializers.DateTimeField(source="job.completed_at", allow_null=True)
    estimated_completion = serializers.DateTimeField(allow_null=True)
    usage = UsageSerializer()
    error = serializers.SerializerMethodField()
    batch = serializers.UUIDField(source="job.batch_id", allow_null=True)
    actions = serializers.ListField(child=serializers.ChoiceField(choices=list(ACTIONS)))

    @extend_schema_field(JobErrorSerializer(allow_null=True))
    def get_error(self, standing: JobStanding) -> dict[str, Any] | None:
        job = standing.job
        if not job.error_code:
            return None
        goes_on, message = job.goes_on_by_itself, job.error_message
        if goes_on:  # what follows in the message is advice for a failure that stays
            message = f"{message.partition('. ')[0].rstrip('.')}. {_GOES_ON}"
        return {"code": job.error_code, "message": message, "goes_on_by_itself": goes_on}


class GenerateSerializer(StrictSerializer):
    """How a job is to be started; everything may be left out."""

    blueprint = ChoiceField(choices=[kind.key for kind in BLUEPRINTS], default="funnel")
    inputs = serializers.DictField(default=dict)
    priority = ChoiceField(
        choices=choices_of(Priority),
        allow_null=True,
        default=None,
        help_text="Left out, it goes by demand, as the inputs tell it, and deadline.",
    )
    deadline = AwareDateTimeField(allow_null=True, default=None)
    scheduled_at = AwareDateTimeField(allow_null=True, default=None)
    lanes = serializers.IntegerField(allow_null=True, default=None, min_value=1, max_value=5)
    skip_quality_check = serializers.BooleanField(default=False)
    continue_on_failure = serializers.BooleanField(allow_null=True, default=None)

    def validate_deadline(self, moment: Any) -> Any:
        return _still_to_come(moment)

    def validate_scheduled_at(self, moment: Any) -> Any:
        return _still_to_come(moment)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if wrong := wrong_with_deadline(attrs["deadline"], scheduled_at=attrs["scheduled_at"]):
            raise serializers.ValidationError({"deadline": wrong})
        return attrs

    @property
    def options(self) -> StartOptions:
        """The checked options, as the engine takes them."""
        given = self.validated_data
        return StartOptions(
            priority=Priority(given["priority"]) if given["priority"] else None,
            deadline=given["deadline"],
            scheduled_at=given["scheduled_at"],
            lanes=given["lanes"],
            skip_quality_check=given["skip_quality_check"],
            continue_on_failure=given["continue_on_failure"],
        )


class ResumeSerializer(StrictSerializer):
    """Which of a funnel's jobs is meant; without any, the last to have failed or been cancelled."""

    blueprint = ChoiceField(choices=[kind.key for kind in BLUEPRINTS], required=False)
    subject = serializers.CharField(
        required=False, allow_blank=True, max_length=500, help_text="As the job has it; left out, any."
    )


class JobChangeSerializer(StrictSerializer):
    """What is changed of a job in line; what is left out stays."""

    says_what_to_send = "Send `priority`, `scheduled_at` or `deadline`."

    priority = ChoiceField(choices=choices_of(Priority), required=False)
    scheduled_at = AwareDateTimeField(allow_null=True, required=False, help_text="Null is now.")
    deadline = AwareDateTimeField(allow_null=True, required=False, help_text="Null is none.")

    def validate_deadline(self, moment: Any) -> Any:
        return _still_to_come(moment)

    def validate_scheduled_at(self, moment: Any) -> Any:
        return _still_to_come(moment)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs:
            raise serializers.ValidationError(self.says_what_to_send)
        return attrs


def _still_to_come(moment: Any) -> Any:
    if moment is not None and (wrong := wrong_with_moment(moment)):
        raise serializers.ValidationError(wrong)
    return moment
