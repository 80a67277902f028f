"""Funnels: listed, made, read, changed, deleted."""

from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response

from generation.api.access import ApiView, find_funnel, listed
from generation.api.serializers.funnels import FunnelSerializer
from generation.engine.standing.reach import DELETE_FUNNEL
from generation.engine.verbs.briefs import held_funnel
from generation.engine.verbs.deletion import delete_funnel
from generation.models import Funnel


class YesOrNoField(forms.Field):
    """A word that is true or false; Django's own field takes any other for no answer at all."""

    def to_python(self, value: Any) -> bool | None:
        if value in self.empty_values:
            return None
        if (word := str(value).lower()) not in ("true", "false"):
            raise forms.ValidationError("Write true or false.")
        return word == "true"


class YesOrNoFilter(django_filters.BooleanFilter):  # type: ignore[misc]  # as below
    field_class = YesOrNoField


class FunnelFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    search = django_filters.CharFilter("name", "icontains", label="Part of its name.")
    draft = YesOrNoFilter("draft")


@extend_schema_view(
    get=extend_schema(
        summary="List funnels",
        description="The caller's own, the newest first, a page at a time.",
        parameters=[OpenApiParameter("owner", enum=["all"], description="Staff: everybody's.")],
    ),
    post=extend_schema(
        summary="Save a funnel",
        description=(
            "Saves a name, a language and a brief. What the brief lacks is answered with a sentence for each "
            "field, unless it is saved as a draft."
        ),
    ),
)
class FunnelList(ApiView, generics.ListCreateAPIView[Funnel]):
    serializer_class = FunnelSerializer
    filterset_class = FunnelFilter
    queryset = Funnel.objects.all()

    def get_queryset(self) -> QuerySet[Funnel]:
        return listed(super().get_queryset(), self.request)


class FunnelDetail(ApiView):
    @extend_schema(
        operation_id="funnels_retrieve",
        summary="Read a funnel",
        description="Its name, language and brief as they are now.",
        responses=FunnelSerializer,
    )
    def get(self, request: Request, funnel_id: UUID) -> Response:
        return Response(FunnelSerializer(find_funnel(request, funnel_id)).data)

    @extend_schema(
        operation_id="funnels_partial_update",
        summary="Change a funnel",
        description=(
            "Takes any of `name`, `language`, `brief` and `draft`. Jobs that have begun keep the "
            "brief they began with."
        ),
        request=FunnelSerializer(partial=True),
        responses=FunnelSerializer,
    )
    def patch(self, request: Request, funnel_id: UUID) -> Response:
        with held_funnel(find_funnel(request, funnel_id)) as held:
            funnel = FunnelSerializer(held, data=request.data, partial=True)
            funnel.is_valid(raise_exception=True)
            funnel.save()
        return Response(funnel.data)

    @extend_schema(
        operation_id="funnels_destroy",
        summary="Delete a funnel",
        description=(
            "Deletes it with its jobs and all that was written for it. Refused with 409 "
            "`job_open` while it is being generated."
        ),
        responses={204: None},
    )
    def delete(self, request: Request, funnel_id: UUID) -> Response:
        delete_funnel(find_funnel(request, funnel_id, permission=DELETE_FUNNEL))
        return Response(status=204)
