"""Sections: read, edited, and the history of each."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.api.access import ApiView, find_section, user_of
from generation.api.negotiation import OneForm
from generation.api.pages import Pages, answer_with_page
from generation.api.serializers.sections import RevisionSerializer, SectionEditSerializer, SectionSerializer
from generation.engine.content.edits import edit_section
from generation.engine.exporting.drawn import picture_of
from generation.exports import headers_of_a_picture
from generation.models import Revision, Section, current_revisions


class SectionDetail(ApiView):
    @extend_schema(
        operation_id="sections_retrieve",
        summary="Read a section",
        description=(
            "The section as it reads now. `offered` is the number of a newer revision that waits "
            "beside a person's text."
        ),
        responses=SectionSerializer,
    )
    def get(self, request: Request, section_id: UUID) -> Response:
        return _answer(find_section(request, section_id))

    @extend_schema(
        operation_id="sections_partial_update",
        summary="Edit a section",
        description=(
            "Writes a revision over the `version` that was read; 409 `stale_version` where that "
            "is not the newest any more."
        ),
        request=SectionEditSerializer,
        responses=SectionSerializer,
    )
    def patch(self, request: Request, section_id: UUID) -> Response:
        section = find_section(request, section_id)
        wanted = SectionEditSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        version = wanted.validated_data["version"]
        return _answer(edit_section(section.pk, wanted.edit, author=user_of(request), version=version))


class SectionPicture(ApiView):
    content_negotiation_class = OneForm

    @extend_schema(
        operation_id="sections_picture",
        summary="Fetch a section's picture",
        description=(
            "What was drawn, or the finished slide of a carousel as it reads now. Where a section has one, "
            "its `picture_url` leads here. The `ETag` is another wherever the picture is."
        ),
        responses={(200, "image/*"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, section_id: UUID) -> HttpResponse:
        shown = picture_of(find_section(request, section_id))
        if shown is None:
            raise Http404
        etag = quote_etag(shown.version)
        if (known := get_conditional_response(request, etag=etag)) is not None:
            return known
        headers = {**headers_of_a_picture(), "ETag": etag}
        return HttpResponse(shown.read(), content_type=shown.media_type, headers=headers)


class RevisionList(ApiView):
    pagination_class = Pages

    @extend_schema(
        operation_id="sections_revisions_list",
        summary="List a section's revisions",
        description=(
            "Every text the section has had, the newest first, each by the attempt or the person "
            "that wrote it. A text on offer is among them."
        ),
        responses=RevisionSerializer(many=True),
    )
    def get(self, request: Request, section_id: UUID) -> Response:
        section = find_section(request, section_id)
        revisions = Revision.objects.filter(section=section).select_related(
            "section", "author", "attempt__task"
        )
        return answer_with_page(request, revisions.order_by("-number"), RevisionSerializer, Pages)


def _answer(section: Section) -> Response:
    return Response(SectionSerializer(current_revisions().get(section=section)).data)
