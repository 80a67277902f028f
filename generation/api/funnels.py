"""Funnels: listed, made, read, changed, deleted."""

from uuid import UUID

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response

from generation.api.access import ApiView, find_funnel, listed
from generation.api.serializers.funnels import FunnelSerializer
from generation.engine.funnels import delete_funnel
from generation.models import Funnel


class FunnelFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    search = django_filters.CharFilter("name", "icontains", label="Part of its name.")
    draft = django_filters.BooleanFilter("draft")


@extend_schema(parameters=[OpenApiParameter("owner", enum=["all"], description="Staff: everybody's.")])
class FunnelList(ApiView, generics.ListCreateAPIView[Funnel]):
    serializer_class = FunnelSerializer
    filterset_class = FunnelFilter
    queryset = Funnel.objects.all()

    def get_queryset(self) -> QuerySet[Funnel]:
        return listed(super().get_queryset(), self.request)


class FunnelDetail(ApiView):
    @extend_schema(operation_id="funnels_retrieve", responses=FunnelSerializer)
    def get(self, request: Request, funnel_id: UUID) -> Response:
        return Response(FunnelSerializer(find_funnel(request, funnel_id)).data)

    @extend_schema(
        operation_id="funnels_partial_update",
        request=FunnelSerializer(partial=True),
        responses=FunnelSerializer,
    )
    def patch(self, request: Request, funnel_id: UUID) -> Response:
        funnel = FunnelSerializer(find_funnel(request, funnel_id), data=request.data, partial=True)
        funnel.is_valid(raise_exception=True)
        funnel.save()
        return Response(funnel.data)

    @extend_schema(operation_id="funnels_destroy", responses={204: None})
    def delete(self, request: Request, funnel_id: UUID) -> Response:
        delete_funnel(find_funnel(request, funnel_id))
        return Response(status=204)
