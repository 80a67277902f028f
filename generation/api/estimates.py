"""What writing a funnel would take, told before it is started."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.api.access import ApiView, find_funnel
from generation.api.serializers.estimates import EstimateSerializer, WantedRun, WhichRun
from generation.engine.standing.estimate import estimate_run


class FunnelEstimate(ApiView):
    @extend_schema(
        operation_id="funnels_estimate",
        summary="Estimate a run",
        description=(
            "Calls, tokens, cost and minutes of writing this funnel as it is now, once a slot is free. "
            "A brief with gaps is answered with 400 and what is missing, as a start would be. A kind that "
            "needs inputs is estimated by a POST, which takes them."
        ),
        parameters=[WhichRun],
        responses=EstimateSerializer,
    )
    def get(self, request: Request, funnel_id: UUID) -> Response:
        funnel = find_funnel(request, funnel_id)
        which = WhichRun(data=request.query_params)
        which.is_valid(raise_exception=True)
        return Response(EstimateSerializer(estimate_run(funnel, inputs={}, **which.validated_data)).data)

    @extend_schema(
        operation_id="funnels_estimate_inputs",
        summary="Estimate a run of these inputs",
        description=(
            "The same for a run of these `inputs`, and nothing is started. What is wrong in them, or in the "
            "brief, is answered with 400, as a start would be."
        ),
        request=WantedRun,
        responses={200: EstimateSerializer},
    )
    def post(self, request: Request, funnel_id: UUID) -> Response:
        funnel = find_funnel(request, funnel_id)
        wanted = WantedRun(data=request.data)
        wanted.is_valid(raise_exception=True)
        return Response(EstimateSerializer(estimate_run(funnel, **wanted.validated_data)).data)
