"""What writing a funnel would take, told before it is started."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.api.access import ApiView, find_funnel
from generation.api.serializers.estimates import EstimateSerializer, WhichRun
from generation.engine.standing.estimate import estimate_run


class FunnelEstimate(ApiView):
    @extend_schema(
        operation_id="funnels_estimate",
        summary="Estimate a run",
        description=(
            "Calls, tokens, cost and minutes of writing this funnel as it is now, once a slot is free. "
            "A brief with gaps is answered with 400 and what is missing, as a start would be."
        ),
        parameters=[WhichRun],
        responses=EstimateSerializer,
    )
    def get(self, request: Request, funnel_id: UUID) -> Response:
        funnel = find_funnel(request, funnel_id)
        which = WhichRun(data=request.query_params)
        which.is_valid(raise_exception=True)
        return Response(EstimateSerializer(estimate_run(funnel, **which.validated_data)).data)
