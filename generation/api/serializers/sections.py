"""Sections and their revisions, and the edit of one."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from generation.api.serializers.base import NameField, StrictSerializer
from generation.engine.content.edits import LONGEST_TEXT, SectionEdit
from generation.engine.exporting.drawn import PICTURED
from generation.models import Revision


class AdviceSerializer(serializers.Serializer[Any]):
    """A rule of good writing that the text breaks; it never keeps a section from being finished."""

    rule = serializers.CharField()
    section = serializers.CharField()
    message = serializers.CharField()
    span = serializers.CharField()


class NamedLinesField(serializers.DictField):
    """Named lines beside the text, each a text or a list of them: an email's subject, a listing's tags."""

    def to_internal_value(self, data: Any) -> Any:
        lines = super().to_internal_value(data)
        for name, value in lines.items():
            texts = value if isinstance(value, list) else [value]
            if not all(isinstance(text, str) for text in texts):
                raise serializers.ValidationError({name: ["Write a text or a list of texts."]})
        return lines


class ContentSectionSerializer(serializers.Serializer[Revision]):
    """A section as it reads now: the revision that is shown, and its section.

    `offered` is the number of a newer revision that does not take the place of what a person wrote or locked.
    """

    id = serializers.UUIDField(source="section.id")
    key = serializers.CharField(source="section.key")
    kind = serializers.CharField(source="section.kind")
    title = serializers.CharField(source="section.title")
    position = serializers.IntegerField(source="section.position")
    body = serializers.CharField()
    fields = NamedLinesField()  # type: ignore[assignment]  # the key of our JSON; the framework's stays
    words = serializers.IntegerField()
    version = serializers.IntegerField(source="section.version")
    offered = serializers.IntegerField(source="section.offered", allow_null=True)
    edited = serializers.BooleanField(source="section.edited")
    locked = serializers.BooleanField(source="section.locked")
    advice = AdviceSerializer(many=True)
    picture_url = serializers.SerializerMethodField()

    def get_picture_url(self, revision: Revision) -> str | None:
        """Return where its picture is fetched; null for a section of a kind that has none."""
        kind, section = revision.section.kind, revision.section_id
        return f"/api/sections/{section}/picture/" if kind in PICTURED else None


class SectionSerializer(ContentSectionSerializer):
    """A section on its own, with where it belongs."""

    funnel = serializers.UUIDField(source="section.funnel_id")
    blueprint = serializers.CharField(source="section.blueprint")
    subject = serializers.CharField(source="section.subject")
    task = serializers.CharField(source="section.task_key")
    updated_at = serializers.DateTimeField(source="section.updated_at")


class SectionEditSerializer(StrictSerializer):
    """What to change; `version` is the one that was read. `fields` replaces the lines it names."""

    version = serializers.IntegerField(min_value=1)
    body = serializers.CharField(
        required=False, allow_blank=True, trim_whitespace=False, max_length=LONGEST_TEXT
    )
    fields = NamedLinesField(required=False)  # type: ignore[assignment]  # as above
    title = NameField(required=False, max_length=300)
    locked = serializers.BooleanField(required=False)

    @property
    def edit(self) -> SectionEdit:
        """The checked changes, as the engine takes them."""
        return SectionEdit(
            **{name: value for name, value in self.validated_data.items() if name != "version"}
        )


class WriterSerializer(serializers.Serializer[Any]):
    """The attempt that wrote a revision."""

    job = serializers.UUIDField(source="task.job_id")
    task = serializers.CharField(source="task.key")
    round = serializers.IntegerField()
    number = serializers.IntegerField()


class RevisionSerializer(serializers.Serializer[Revision]):
    """One text of a section, written by the person `author` or by an attempt.

    Both are null once the attempt's record has been cleaned up or the person is gone.
    """

    number = serializers.IntegerField()
    title = serializers.CharField()
    body = serializers.CharField()
    fields = NamedLinesField()  # type: ignore[assignment]  # as above
    words = serializers.IntegerField()
    advice = AdviceSerializer(many=True)
    current = serializers.SerializerMethodField()
    author = serializers.SerializerMethodField()
    attempt = WriterSerializer(allow_null=True)
    created_at = serializers.DateTimeField()

    def get_current(self, revision: Revision) -> bool:
        return revision.number == revision.section.version

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_author(self, revision: Revision) -> str | None:
        return revision.author.get_username() if revision.author else None
