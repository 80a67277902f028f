"""What operators ask about the house as a whole."""

from typing import Any

from rest_framework import serializers

from generation.engine.standing.figures import Figures
from generation.engine.verbs.failed_jobs import FailedGroup, Resumed


class SpreadSerializer(serializers.Serializer[Any]):
    p50 = serializers.FloatField(allow_null=True)
    p95 = serializers.FloatField(allow_null=True)


class FiguresSerializer(serializers.Serializer[Figures]):
    """Jobs count where they ended in the period, attempts where they began in it; times are in seconds.

    A job that an incident stopped goes on by itself, and has not ended.
    """

    since = serializers.DateTimeField()
    until = serializers.DateTimeField()
    completed = serializers.IntegerField()
    failed = serializers.IntegerField()
    cancelled = serializers.IntegerField()
    success_rate = serializers.FloatField(allow_null=True, help_text="Of completed and failed; 0 to 1.")
    resumed = serializers.IntegerField(help_text="Jobs ended that had been resumed at some time.")
    runs = SpreadSerializer(help_text="How long the completed runs took.")
    waits = SpreadSerializer(help_text="How long those were in line before.")
    attempts = serializers.IntegerField()
    retries = serializers.IntegerField()
    recovery_rate = serializers.FloatField(
        allow_null=True, help_text="Of the retried tasks that have ended, those that were written; 0 to 1."
    )
    provider_calls = serializers.IntegerField()
    input_tokens = serializers.IntegerField()
    output_tokens = serializers.IntegerField()
    cost_usd = serializers.DecimalField(max_digits=14, decimal_places=4)


class FailedGroupSerializer(serializers.Serializer[FailedGroup]):
    """`message` is what the last of them said."""

    code = serializers.CharField()
    message = serializers.CharField()
    jobs = serializers.IntegerField()
    owners = serializers.IntegerField()
    last_at = serializers.DateTimeField()


class ResumedSerializer(serializers.Serializer[Resumed]):
    resumed = serializers.IntegerField()
    refused = serializers.ListField(child=serializers.CharField())
    left = serializers.IntegerField()
