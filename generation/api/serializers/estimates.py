"""An estimate as it is asked for and answered."""

from rest_framework import serializers

from generation.api.serializers.base import ChoiceField, StrictSerializer
from generation.blueprints import BLUEPRINTS
from generation.engine.standing.estimate import Estimate


class WhichRun(serializers.Serializer[None]):
    """Which run is meant; without `lanes` the setting says how many."""

    blueprint = ChoiceField(choices=[kind.key for kind in BLUEPRINTS], default="funnel")
    lanes = serializers.IntegerField(required=False, min_value=1, max_value=5)


class WantedRun(StrictSerializer):
    """A run as it would be asked for. `lanes` null is what the setting says."""

    blueprint = ChoiceField(choices=[kind.key for kind in BLUEPRINTS], default="funnel")
    inputs = serializers.DictField(default=dict)
    lanes = serializers.IntegerField(allow_null=True, default=None, min_value=1, max_value=5)


class EstimateSerializer(serializers.Serializer[Estimate]):
    """`ground` says how it is known: from the last `runs` of the same writer, or by a first guess."""

    provider = serializers.CharField(source="writer.provider")
    model = serializers.CharField(source="writer.model")
    lanes = serializers.IntegerField()
    calls = serializers.IntegerField()
    input_tokens = serializers.IntegerField()
    output_tokens = serializers.IntegerField()
    cost_usd = serializers.DecimalField(max_digits=20, decimal_places=4, allow_null=True)
    minutes = serializers.FloatField()
    ground = serializers.ChoiceField(choices=["history", "guess"])
    runs = serializers.IntegerField()
