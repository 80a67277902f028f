"""Webhooks and what was told to them, as their owner reads and writes them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from generation.api.serializers.base import ChoiceField, StrictSerializer, WordOrNone
from generation.engine.outbox.signing import secret_of
from generation.engine.outbox.webhooks import EVENTS, events_of
from generation.models import Delivery, Webhook
from generation.states import About, DeliveryStatus

_EVENTS = [event.value for event in EVENTS]


class WebhookSerializer(serializers.Serializer[Webhook]):
    """`off_because` says why Galley itself switched it off."""

    id = serializers.UUIDField()
    url = serializers.CharField()
    events = serializers.SerializerMethodField()
    is_on = serializers.BooleanField()
    off_because = WordOrNone()
    created_at = serializers.DateTimeField()

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(_EVENTS)))
    def get_events(self, webhook: Webhook) -> list[str]:
        return events_of(webhook)


class NewWebhookSerializer(WebhookSerializer):
    """The same with its secret, which no other answer holds."""

    secret = serializers.SerializerMethodField()

    def get_secret(self, webhook: Webhook) -> str:
        return secret_of(webhook.pk)


class WebhookWishSerializer(StrictSerializer):
    url = serializers.CharField(max_length=2000)
    events = serializers.ListField(child=ChoiceField(_EVENTS), required=False)


class WebhookChangeSerializer(StrictSerializer):
    is_on = serializers.BooleanField(required=False)
    events = serializers.ListField(child=ChoiceField(_EVENTS), required=False)


class DeliverySerializer(serializers.Serializer[Delivery]):
    """`id` is the `webhook-id` of its messages. `next_try_at` is null once it was taken, or given up."""

    id = serializers.UUIDField()
    type = serializers.ChoiceField([*_EVENTS, About.TEST.value], source="about")
    job = serializers.UUIDField(source="job_id", allow_null=True)
    status = serializers.ChoiceField([status.value for status in DeliveryStatus])
    tries = serializers.IntegerField()
    error = WordOrNone()
    created_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)
    next_try_at = serializers.SerializerMethodField()

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_next_try_at(self, delivery: Delivery) -> Any:
        return delivery.next_try_at if delivery.status == DeliveryStatus.DUE else None
