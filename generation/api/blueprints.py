"""The kinds of output there are, and the kinds of sections they are made of."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.api.access import ApiView
from generation.api.pages import OnePage, answer_with_page
from generation.api.serializers.operations import BlueprintSerializer, SectionKindSerializer
from generation.blueprints import BLUEPRINTS
from generation.blueprints.kinds import SECTION_KINDS


class BlueprintList(ApiView):
    pagination_class = OnePage

    @extend_schema(
        operation_id="blueprints_list",
        summary="List the kinds of output",
        description=(
            "Each kind with its tasks in order (their `key` is what task addresses take) and the "
            "JSON Schema of its inputs. Where the inputs choose what is written, `tasks` are all there are."
        ),
        responses=BlueprintSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        return answer_with_page(request, BLUEPRINTS, BlueprintSerializer)


class SectionKindList(ApiView):
    pagination_class = OnePage

    @extend_schema(
        operation_id="section_kinds_list",
        summary="List the kinds of sections",
        description=(
            "What a section of each kind holds: the named lines in its `fields`, and its text. Every kind of "
            "output is made of these; which ones a task yields follows from brief and inputs."
        ),
        responses=SectionKindSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        kinds = [
            {
                "kind": name,
                "lines": kind.lines,
                "body_name": kind.body_name,
                "may_lack_text": kind.may_lack_text,
            }
            for name, kind in SECTION_KINDS.items()
        ]
        return answer_with_page(request, kinds, SectionKindSerializer)
