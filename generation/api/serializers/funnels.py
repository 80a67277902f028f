"""A funnel, and everything that was written for it."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from generation.api.serializers.base import NameField, StrictSerializer, choices_of
from generation.api.serializers.sections import ContentSectionSerializer
from generation.blueprints import get_blueprint
from generation.languages import DEFAULT_LANGUAGE, LANGUAGES
from generation.models import Funnel
from generation.states import TaskStatus


class FunnelSerializer(StrictSerializer):
    """What a user owns and describes. Unless it is a draft its brief must be whole."""

    id = serializers.UUIDField(read_only=True)
    name = NameField(max_length=200)
    language = serializers.CharField(
        default=DEFAULT_LANGUAGE, max_length=10, help_text=f"One of {', '.join(LANGUAGES)}."
    )
    brief = serializers.DictField(
        default=dict,
        help_text='A price in it is text as people write it ("17", "$17.00", "free"); it comes back as sent.',
    )
    draft = serializers.BooleanField(default=False)
    created_at = serializers.DateTimeField(read_only=True)
    updated_at = serializers.DateTimeField(read_only=True)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        whole: dict[str, Any] = {
            name: given.get(name, getattr(self.instance, name, None)) for name in _CHECKED
        }
        problems = get_blueprint("funnel").check_brief(whole["brief"], whole["language"])
        if whole["draft"]:
            problems = {path: sentence for path, sentence in problems.items() if path == "language"}
        if problems:
            raise serializers.ValidationError(_by_field(problems))
        return given

    def create(self, given: dict[str, Any]) -> Funnel:
        return Funnel.objects.create(owner=self.context["request"].user, **given)

    def update(self, funnel: Funnel, given: dict[str, Any]) -> Funnel:
        for name, value in given.items():
            setattr(funnel, name, value)
        funnel.save(update_fields=[*given, "updated_at"])
        return funnel


class PartSerializer(serializers.Serializer[Any]):
    """What one task wrote."""

    task = serializers.CharField()
    title = serializers.CharField()
    group = serializers.CharField()
    product = serializers.CharField(allow_null=True)
    status = serializers.ChoiceField(choices=choices_of(TaskStatus))
    sections = ContentSectionSerializer(many=True)


class ContentSerializer(serializers.Serializer[Any]):
    parts = PartSerializer(many=True)


_CHECKED = ("brief", "language", "draft")


def _by_field(problems: Mapping[str, str]) -> dict[str, list[str]]:
    return {
        path if path in ("language", "brief") else f"brief.{path}": [sentence]
        for path, sentence in problems.items()
    }
