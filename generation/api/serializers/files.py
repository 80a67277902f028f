"""A file to be read, and the text that it became."""

from typing import Any

from rest_framework import serializers

from generation.api.serializers.base import StrictSerializer


class FileToReadSerializer(StrictSerializer):
    file = serializers.FileField(
        allow_empty_file=True,  # what is wrong with a file its reader says
        help_text="PDF, Word (.docx), Markdown, plain text or CSV.",
    )


class ReadFileSerializer(serializers.Serializer[Any]):
    """`name` is the file's, as people may see it; `text` is Markdown."""

    name = serializers.CharField()
    characters = serializers.IntegerField()
    text = serializers.CharField()
