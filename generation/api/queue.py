"""The queue at one moment."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.api.access import ApiView, user_of
from generation.api.serializers.operations import QueueSerializer
from generation.engine.standing.overview import look_at_queue


class QueueView(ApiView):
    @extend_schema(
        operation_id="queue_retrieve",
        summary="Look at the queue",
        description=(
            "Jobs by status and priority, the workers alive, how many jobs may run at once, and "
            "the oldest wait. The names of workers, of their machines and processes, are told to staff alone."
        ),
        responses=QueueSerializer,
    )
    def get(self, request: Request) -> Response:
        told = QueueSerializer(look_at_queue()).data
        if not user_of(request).is_staff:
            for number, worker in enumerate(told["workers"], start=1):
                worker["name"] = f"worker {number}"
        return Response(told)
