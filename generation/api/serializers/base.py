"""What several shapes share."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, NoReturn

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from rest_framework import serializers

from generation.texts import wrong_with_name


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses fields it does not know, by name, so that a misspelt option is not silently nothing."""

    def to_internal_value(self, data: Any) -> Any:
        unknown = [str(name) for name in data if name not in self.fields] if isinstance(data, Mapping) else []
        problems: dict[str, Any] = {name: [_no_such_field(self.fields)] for name in unknown}
        try:
            value = super().to_internal_value(data)
        except serializers.ValidationError as error:
            if not isinstance(error.detail, Mapping):
                raise
            problems = {**error.detail, **problems}
        if problems:
            raise serializers.ValidationError(problems)
        return value


class NameField(serializers.CharField):
    """A name or a title, which people must be able to see and to read as it is written."""

    def to_internal_value(self, data: Any) -> str:
        name: str = super().to_internal_value(data)
        if wrong := wrong_with_name(name):
            raise serializers.ValidationError(wrong)
        return name


class WordOrNone(serializers.CharField):
    """A word that is empty in the database where there is none, and null in the answer."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_null=True, **options)

    def to_representation(self, value: Any) -> Any:
        return value or None


class AwareDateTimeField(serializers.DateTimeField):
    """A moment with its time zone; one without would be a guess."""

    def to_internal_value(self, value: Any) -> datetime:
        moment = super().to_internal_value(value)
        try:
            given = parse_datetime(value) if isinstance(value, str) else None
        except ValueError:
            given = None
        if given is None or timezone.is_naive(given):
            raise serializers.ValidationError(
                "Write a moment with its time zone, such as 2030-01-31T09:00:00Z."
            )
        return moment


class ErrorSerializer(serializers.Serializer[Any]):
    """Why a job or an attempt came to nothing."""

    code = serializers.CharField()
    message = serializers.CharField()


class JobErrorSerializer(ErrorSerializer):
    goes_on_by_itself = serializers.BooleanField(
        help_text="An incident stopped it: it is resumed once that is over, and nothing is to be done."
    )


class RetryableErrorSerializer(ErrorSerializer):
    retryable = serializers.BooleanField()


class UsageSerializer(serializers.Serializer[Any]):
    """Calls and tokens; `cached_input_tokens` is the part of the input that the provider's cache served."""

    provider_calls = serializers.IntegerField()
    input_tokens = serializers.IntegerField()
    cached_input_tokens = serializers.IntegerField()
    output_tokens = serializers.IntegerField()
    cost_usd = serializers.DecimalField(max_digits=20, decimal_places=4)


class ChoiceField(serializers.ChoiceField):
    """A choice whose refusal names what there is to choose from."""

    def fail(self, key: str, **words: Any) -> NoReturn:
        if key == "invalid_choice":
            choices = ", ".join(str(choice) for choice in self.choices)
            raise serializers.ValidationError(f"Choose one of {choices}.", code=key)
        super().fail(key, **words)


def choices_of(words: type[StrEnum]) -> list[tuple[str, str]]:
    """Return the words as a field's choices."""
    return [(word.value, word.name) for word in words]


def _no_such_field(fields: Mapping[str, Any]) -> str:
    return f"There is no such field; the fields are {', '.join(fields)}."
