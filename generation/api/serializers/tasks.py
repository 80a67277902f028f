"""A task with its attempts and what it wrote."""

from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from generation.api.serializers.base import (
    RetryableErrorSerializer,
    StrictSerializer,
    UsageSerializer,
    WordOrNone,
    choices_of,
)
from generation.api.serializers.jobs import JobTaskSerializer
from generation.api.serializers.sections import ContentSectionSerializer
from generation.engine.standing.used import cost_in_usd
from generation.engine.verbs.rework import LONGEST_NOTE
from generation.models import TaskAttempt
from generation.states import AttemptOutcome, StageOutcome


class StageSerializer(serializers.Serializer[Any]):
    """One of the seven stages as an attempt passed it."""

    name = serializers.CharField()
    outcome = serializers.ChoiceField(choices=choices_of(StageOutcome))
    seconds = serializers.FloatField()


class AttemptSerializer(serializers.Serializer[TaskAttempt]):
    """One try of a task: `settings` is what it went by, `retry_seconds` the wait decided after it."""

    round = serializers.IntegerField()
    number = serializers.IntegerField()
    outcome = serializers.ChoiceField(choices=choices_of(AttemptOutcome))
    started_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    seconds = serializers.SerializerMethodField()
    provider = WordOrNone()
    model = WordOrNone()
    request_id = WordOrNone()
    stages = StageSerializer(many=True)
    settings = serializers.DictField()
    usage = serializers.SerializerMethodField()
    error = serializers.SerializerMethodField()
    retry_seconds = serializers.FloatField(allow_null=True)

    @extend_schema_field(serializers.FloatField(allow_null=True))
    def get_seconds(self, attempt: TaskAttempt) -> float | None:
        ended_at: datetime | None = attempt.ended_at
        return round((ended_at - attempt.started_at).total_seconds(), 3) if ended_at else None

    @extend_schema_field(UsageSerializer())
    def get_usage(self, attempt: TaskAttempt) -> dict[str, Any]:
        return {
            "provider_calls": attempt.provider_calls,
            "input_tokens": attempt.input_tokens,
            "cached_input_tokens": attempt.cached_input_tokens,
            "output_tokens": attempt.output_tokens,
            "cost_usd": f"{cost_in_usd(attempt.cost_micro_usd):.4f}",
        }

    @extend_schema_field(RetryableErrorSerializer(allow_null=True))
    def get_error(self, attempt: TaskAttempt) -> dict[str, Any] | None:
        if not attempt.error_code:
            return None
        return {
            "code": attempt.error_code,
            "message": attempt.error_message,
            "retryable": attempt.error_retryable,
        }


class TaskSerializer(JobTaskSerializer):
    """A task in full."""

    product = WordOrNone(source="task.product")
    lane = serializers.CharField(source="task.lane")
    needs = serializers.ListField(source="task.needs", child=serializers.CharField())
    note = WordOrNone(source="task.note")
    attempts = AttemptSerializer(source="task.attempts.all", many=True)
    sections = ContentSectionSerializer(many=True)


class RegenerateSerializer(StrictSerializer):
    note = serializers.CharField(
        default="", allow_blank=True, max_length=LONGEST_NOTE, help_text="A wish for the new text."
    )
