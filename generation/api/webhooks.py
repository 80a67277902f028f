"""Webhooks: one's own alone, not even staff reach another's."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.api.access import ApiView, user_of
from generation.api.pages import OnePage, Pages, answer_with_page
from generation.api.serializers.webhooks import (
    DeliverySerializer,
    NewWebhookSerializer,
    WebhookChangeSerializer,
    WebhookSerializer,
    WebhookWishSerializer,
)
from generation.engine.outbox.webhooks import (
    add_webhook,
    change_webhook,
    delete_webhook,
    deliveries_of,
    try_webhook,
)
from generation.models import Webhook


class WebhookList(ApiView):
    pagination_class = OnePage

    @extend_schema(
        operation_id="webhooks_list",
        summary="List webhooks",
        description="The caller's own, the oldest first.",
        responses=WebhookSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        return answer_with_page(request, _own(request), WebhookSerializer)

    @extend_schema(
        operation_id="webhooks_create",
        summary="Add a webhook",
        description=(
            "From now on how the caller's jobs and batches end is posted to `url`, signed as Standard "
            "Webhooks has it. The answer holds the `secret`, which is told this once."
        ),
        request=WebhookWishSerializer,
        responses={201: NewWebhookSerializer},
    )
    def post(self, request: Request) -> Response:
        wanted = WebhookWishSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        webhook = add_webhook(user_of(request), **wanted.validated_data)
        return Response(NewWebhookSerializer(webhook).data, status=201)


class WebhookDetail(ApiView):
    @extend_schema(
        operation_id="webhooks_retrieve",
        summary="Read a webhook",
        description="Without its secret: whoever lost it adds another webhook, and deletes this one.",
        responses=WebhookSerializer,
    )
    def get(self, request: Request, webhook_id: UUID) -> Response:
        return Response(WebhookSerializer(_find(request, webhook_id)).data)

    @extend_schema(
        operation_id="webhooks_partial_update",
        summary="Switch a webhook, or choose what it is told",
        description="Takes `is_on` and `events`. What waits for a webhook that is off is given up.",
        request=WebhookChangeSerializer,
        responses=WebhookSerializer,
    )
    def patch(self, request: Request, webhook_id: UUID) -> Response:
        webhook = _find(request, webhook_id)
        wanted = WebhookChangeSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        change_webhook(webhook, **wanted.validated_data)
        return Response(WebhookSerializer(webhook).data)

    @extend_schema(
        operation_id="webhooks_destroy",
        summary="Delete a webhook",
        description="With what was told to it, and what was to be.",
        responses={204: OpenApiResponse(description="It is gone.")},
    )
    def delete(self, request: Request, webhook_id: UUID) -> Response:
        delete_webhook(_find(request, webhook_id))
        return Response(status=204)


class WebhookTest(ApiView):
    @extend_schema(
        operation_id="webhooks_test",
        summary="Try a webhook",
        description="Answers 202 with the delivery, tried once; it is among the webhook's deliveries then.",
        request=None,
        responses={202: DeliverySerializer},
    )
    def post(self, request: Request, webhook_id: UUID) -> Response:
        return Response(DeliverySerializer(try_webhook(_find(request, webhook_id))).data, status=202)


class DeliveryList(ApiView):
    pagination_class = Pages

    @extend_schema(
        operation_id="webhooks_deliveries_list",
        summary="List what was told to a webhook",
        description="Of the last month, the newest first, with what became of it.",
        responses=DeliverySerializer(many=True),
    )
    def get(self, request: Request, webhook_id: UUID) -> Response:
        deliveries = deliveries_of(_find(request, webhook_id))
        return answer_with_page(request, deliveries, DeliverySerializer, Pages)


def _own(request: Request) -> QuerySet[Webhook]:
    return Webhook.objects.filter(owner=user_of(request))


def _find(request: Request, webhook_id: UUID) -> Webhook:
    return get_object_or_404(_own(request), pk=webhook_id)
