"""What was written for a funnel: part by part, and as a file to take away."""

from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from generation.api.access import ApiView, find_funnel
from generation.api.negotiation import OneForm
from generation.api.serializers.funnels import ContentSerializer
from generation.blueprints import BLUEPRINTS
from generation.engine.exporting.published import check_subject, load_content
from generation.engine.standing.parts import list_parts
from generation.exports import FORMATS, export_funnel, headers_of_a_file, one_portion


class WhichContent(serializers.Serializer[None]):
    """Which of a funnel's content is meant."""

    blueprint = serializers.ChoiceField(choices=[kind.key for kind in BLUEPRINTS], default="funnel")
    subject = serializers.CharField(default="", allow_blank=True, max_length=500)


@extend_schema_field({"type": "string", "enum": list(FORMATS)})
class FormatField(serializers.CharField):
    """The name of a format. Which of them fit, the content tells."""


class WhichFile(WhichContent):
    format = FormatField(default="zip", help_text="pptx is for slides, csv for messages.")
    product = serializers.CharField(
        default="",
        allow_blank=True,
        max_length=100,
        help_text=(
            "The key of one product, such as lead_magnet, or where there are no products, of one part; "
            "all there is without it."
        ),
    )


class FunnelContent(ApiView):
    @extend_schema(
        operation_id="funnels_content",
        summary="Read what is written",
        description="The finished sections part by part, in task order, whatever became of the job.",
        parameters=[WhichContent],
        responses=ContentSerializer,
    )
    def get(self, request: Request, funnel_id: UUID) -> Response:
        funnel = find_funnel(request, funnel_id)
        which = WhichContent(data=request.query_params)
        which.is_valid(raise_exception=True)
        parts = list_parts(funnel, **which.validated_data)
        return Response(ContentSerializer({"parts": parts}).data)


class FunnelExport(ApiView):
    content_negotiation_class = OneForm

    @extend_schema(
        operation_id="funnels_export",
        summary="Download what is written",
        description=(
            "The finished content as one file, all of it, or one product or part. The ZIP holds it in the "
            "formats it is used in: products as books, pages as they go online, slides as a presentation, "
            "emails as drafts, and as tables what other tools import."
        ),
        parameters=[WhichFile],
        responses={
            (200, file_format.media_type.partition(";")[0]): OpenApiTypes.BINARY
            for file_format in FORMATS.values()
        },
    )
    def get(self, request: Request, funnel_id: UUID) -> HttpResponse:
        funnel = find_funnel(request, funnel_id)
        which = WhichFile(data=request.query_params)
        which.is_valid(raise_exception=True)
        chosen = which.validated_data
        content = load_content(funnel, blueprint=chosen["blueprint"], subject=chosen["subject"])
        check_subject(funnel, content)
        file = export_funnel(one_portion(content, chosen["product"]), chosen["format"])
        return HttpResponse(file.data, content_type=file.media_type, headers=headers_of_a_file(file.name))
