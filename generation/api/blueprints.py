"""The kinds of output there are."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.api.access import ApiView
from generation.api.pages import OnePage, answer_with_page
from generation.api.serializers.operations import BlueprintSerializer
from generation.blueprints import BLUEPRINTS


class BlueprintList(ApiView):
    pagination_class = OnePage

    @extend_schema(
        operation_id="blueprints_list",
        summary="List the kinds of output",
        description=(
            "Each kind with its tasks in order (their `key` is what task addresses take) and the "
            "JSON Schema of its inputs."
        ),
        responses=BlueprintSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        return answer_with_page(request, BLUEPRINTS, BlueprintSerializer)
