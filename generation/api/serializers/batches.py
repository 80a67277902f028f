"""A batch as it is asked for and answered."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from generation.api.serializers.base import NameField, choices_of
from generation.api.serializers.jobs import GenerateSerializer, JobChangeSerializer, ProgressSerializer
from generation.engine.batches.outcome import Refusal
from generation.engine.batches.verbs import MOST_ITEMS
from generation.engine.standing.batches import BATCH_ACTIONS, BatchStanding
from generation.models.batch import LONGEST_NAME
from generation.states import JobStatus


class BatchItemSerializer(GenerateSerializer):
    """One job, of the funnel whose id is `funnel` or of a new one. What it leaves out the batch says."""

    blueprint = None  # type: ignore[assignment]  # the batch has one for all
    funnel = serializers.UUIDField(required=False)
    name = NameField(max_length=200, required=False)
    language = serializers.CharField(max_length=10, required=False)
    brief = serializers.DictField(required=False)


class BatchOptionsSerializer(GenerateSerializer):
    """What goes for all jobs of a batch; everything may be left out."""

    inputs = None  # type: ignore[assignment]  # each item has its own
    name = NameField(max_length=LONGEST_NAME, allow_blank=True, default="")


@extend_schema_field(BatchItemSerializer(many=True))
class ItemsField(serializers.ListField):
    """Items as they were sent: the engine reads them, as it reads the rows of a file."""

    class _Anything(serializers.Field[Any, Any, Any, Any]):
        def to_internal_value(self, data: Any) -> Any:
            return data

    child = _Anything(allow_null=True)

    def to_internal_value(self, data: Any) -> list[Any]:
        if isinstance(data, list) and len(data) > MOST_ITEMS:  # before each of them is looked at
            says = f"Send 1 to {MOST_ITEMS} at once; these are {len(data):,}."
            raise serializers.ValidationError(says)
        return super().to_internal_value(data)


class BatchSerializer(BatchOptionsSerializer):
    items = ItemsField()


class BatchFileSerializer(BatchOptionsSerializer):
    file = serializers.FileField(help_text="A CSV file with one row a job, or a JSON file with the items.")


class BatchChangeSerializer(JobChangeSerializer):
    """What is changed of all jobs of a batch that are in line; what is left out stays."""

    priority = None  # type: ignore[assignment]  # each job has its own
    says_what_to_send = "Send `scheduled_at` or `deadline`."


class BatchStandingSerializer(serializers.Serializer[BatchStanding]):
    """A batch as it stands. `status` is null where none of its jobs is on record any more."""

    id = serializers.UUIDField(source="batch.pk")
    name = serializers.CharField(source="batch.name")
    blueprint = serializers.CharField(source="batch.blueprint")
    status = serializers.ChoiceField(choices=choices_of(JobStatus), allow_null=True)
    total = serializers.IntegerField(help_text="Its jobs; those that were deleted count no more.")
    statuses = serializers.DictField(
        child=serializers.IntegerField(), help_text="How many of its jobs have each status."
    )
    put_off = serializers.IntegerField(help_text="So many of those queued wait for a time that has not come.")
    progress = ProgressSerializer(help_text="The tasks of all its jobs.")
    created_at = serializers.DateTimeField(source="batch.created_at")
    actions = serializers.ListField(child=serializers.ChoiceField(choices=list(BATCH_ACTIONS)))


class BatchForecastSerializer(serializers.Serializer[Any]):
    """When a batch should begin and end, judged by what runs."""

    expected_start = serializers.DateTimeField(
        source="starts", allow_null=True, help_text="Of its first job; null once one runs."
    )
    estimated_completion = serializers.DateTimeField(
        source="ends", allow_null=True, help_text="Of its last job; null while nobody can tell."
    )


class BatchDetailSerializer(BatchForecastSerializer, BatchStandingSerializer):
    jobs = serializers.ListField(child=serializers.UUIDField(), help_text="Their ids, in the order sent.")


class RefusalSerializer(serializers.Serializer[Refusal]):
    """A job on which the verb could not be used, and why."""

    job = serializers.UUIDField(source="job.pk")
    message = serializers.CharField(source="says")


class BatchOutcomeSerializer(BatchDetailSerializer):
    refused = RefusalSerializer(many=True)
