"""The kinds of output there are."""

from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response

from generation.api.access import ApiView
from generation.api.pages import OnePage
from generation.api.serializers.operations import BlueprintSerializer
from generation.blueprints import BLUEPRINTS


class BlueprintList(ApiView, generics.GenericAPIView):  # type: ignore[type-arg]  # declarations, no rows
    serializer_class = BlueprintSerializer
    pagination_class = OnePage

    @extend_schema(operation_id="blueprints_list", responses=BlueprintSerializer(many=True))
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(BLUEPRINTS)  # type: ignore[arg-type]  # as above
        return self.get_paginated_response(BlueprintSerializer(page, many=True).data)
