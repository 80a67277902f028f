"""What operators and programs ask about Galley itself: blueprints, settings, the queue."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any, get_args

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from generation.blueprints.base import Blueprint, TaskSpec
from generation.blueprints.kinds import Line
from generation.states import JobStatus, Priority
from settings_app.store import DescribedSetting, TypeName


class BlueprintTaskSerializer(serializers.Serializer[TaskSpec]):
    key = serializers.CharField()
    title = serializers.CharField()
    group = serializers.CharField()
    product = serializers.CharField()
    lane = serializers.CharField()
    needs = serializers.ListField(child=serializers.CharField())


class BlueprintSerializer(serializers.Serializer[Blueprint]):
    """A kind of output, all tasks it may have in order, and the JSON Schema of its inputs and brief.

    `noun` is what one is called in a sentence, `about` says in one what it holds.
    """

    key = serializers.CharField()
    title = serializers.CharField()
    noun = serializers.CharField()
    about = serializers.CharField()
    tasks = serializers.SerializerMethodField()
    inputs_schema = serializers.DictField()
    brief_schema = serializers.DictField()
    continue_on_failure = serializers.BooleanField()

    @extend_schema_field(BlueprintTaskSerializer(many=True))
    def get_tasks(self, blueprint: Blueprint) -> Any:
        return [BlueprintTaskSerializer(task).data for task in blueprint.tasks({})]


class SectionLineSerializer(serializers.Serializer[Line]):
    """A named line of a section: it stands under `key` in the section's `fields`."""

    key = serializers.CharField()
    name = serializers.CharField()
    most_characters = serializers.IntegerField(allow_null=True)
    is_list = serializers.BooleanField()
    below = serializers.BooleanField(help_text="It is shown under the text.")


class SectionKindSerializer(serializers.Serializer[Any]):
    """A kind of section, as a section's `kind` names it: its named lines, and what its text is called."""

    kind = serializers.CharField()
    lines = SectionLineSerializer(many=True)
    body_name = serializers.CharField()
    may_lack_text = serializers.BooleanField()


class LimitsSerializer(serializers.Serializer[Any]):
    minimum = serializers.IntegerField(allow_null=True)
    maximum = serializers.IntegerField(allow_null=True)
    choices = serializers.ListField(child=serializers.CharField(allow_blank=True), allow_null=True)


class _ValueField(serializers.JSONField):
    """A value as JSON has it; an amount is a number there, like any other."""

    def to_representation(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return int(value) if value == int(value) else float(value)
        return value


class SettingSerializer(serializers.Serializer[DescribedSetting]):
    """A setting as it is now, as it was declared, and who changed it when."""

    key = serializers.CharField()
    group = serializers.CharField()
    value = _ValueField()
    default = _ValueField()
    type = serializers.ChoiceField(choices=get_args(TypeName))
    unit = serializers.CharField()
    limits = serializers.SerializerMethodField()
    description = serializers.CharField()
    changed_by = serializers.CharField(allow_null=True)
    changed_at = serializers.DateTimeField(allow_null=True)

    @extend_schema_field(LimitsSerializer())
    def get_limits(self, setting: DescribedSetting) -> dict[str, Any]:
        return {name: asdict(setting)[name] for name in ("minimum", "maximum", "choices")}


class WorkerSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    holding = serializers.IntegerField(help_text="Tasks it is working on.")
    started_at = serializers.DateTimeField()
    last_beat = serializers.DateTimeField(source="at")


class ConcurrencySerializer(serializers.Serializer[Any]):
    running = serializers.IntegerField()
    limit = serializers.IntegerField()


class QueueSerializer(serializers.Serializer[Any]):
    """`priority` counts the queued jobs, put off or in line; `total` those queued and running."""

    status = serializers.DictField(child=serializers.IntegerField(), help_text=", ".join(JobStatus))
    priority = serializers.DictField(child=serializers.IntegerField(), help_text=", ".join(Priority))
    total = serializers.IntegerField()
    workers = WorkerSerializer(many=True)
    concurrency = ConcurrencySerializer()
    oldest_wait_seconds = serializers.FloatField(allow_null=True)
