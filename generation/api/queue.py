"""The queue at one moment."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.api.access import ApiView
from generation.api.serializers.operations import QueueSerializer
from generation.engine.standing.overview import look_at_queue


class QueueView(ApiView):
    @extend_schema(
        operation_id="queue_retrieve",
        summary="Look at the queue",
        description=(
            "Jobs by status and priority, the workers alive, how many jobs may run at once, and "
            "the oldest wait."
        ),
        responses=QueueSerializer,
    )
    def get(self, request: Request) -> Response:
        return Response(QueueSerializer(look_at_queue()).data)
