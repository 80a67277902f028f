"""Usage as it is answered: credits, starts of the day, tokens and money."""

from typing import Any

from rest_framework import serializers

from generation.api.serializers.base import UsageSerializer
from generation.engine.standing.usage import Usage
from generation.models import CreditEntry
from generation.states import CreditKind


class UsageOfPersonSerializer(serializers.Serializer[Usage]):
    """`credits_set_aside` are those that open jobs hold besides; no `daily_limit` is null."""

    credits = serializers.IntegerField()
    credits_set_aside = serializers.IntegerField(source="set_aside")
    daily_limit = serializers.IntegerField(allow_null=True)
    started_today = serializers.IntegerField(
        help_text="Jobs started, or started over, since the last reset; a batch counts once."
    )
    resets_at = serializers.DateTimeField(help_text="When starts are counted anew.")
    month_began_at = serializers.DateTimeField()
    this_month = UsageSerializer()
    in_all = UsageSerializer()


class CreditEntrySerializer(serializers.Serializer[CreditEntry]):
    """One line of a ledger; `note` is the funnel's name, or what staff wrote."""

    id = serializers.IntegerField()
    kind: Any = serializers.ChoiceField(choices=list(CreditKind))
    amount = serializers.IntegerField()
    job = serializers.UUIDField(source="job_id", allow_null=True)
    run = serializers.IntegerField(help_text="Which stay in line of the job it is for; 0 where for none.")
    note = serializers.CharField()
    at = serializers.DateTimeField()
