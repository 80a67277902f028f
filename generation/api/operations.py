"""For staff: what a period was like in figures, and failed jobs by their cause."""

import re
from datetime import timedelta

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.exceptions import NotFound, PermissionDenied, ValidationError
from rest_framework.permissions import IsAdminUser
from rest_framework.request import Request
from rest_framework.response import Response

from generation.api.access import ApiView, user_of
from generation.api.pages import OnePage, answer_with_page
from generation.api.serializers.figures import FailedGroupSerializer, FiguresSerializer, ResumedSerializer
from generation.causes import CODES
from generation.engine.standing.figures import figures_between
from generation.engine.standing.reach import OPERATE, NotAllowedToChangeError
from generation.engine.verbs.failed_jobs import group_failures, resume_failed

_LONGEST_DAYS = 90
_TWO_DIGITS = re.compile("[0-9]{1,2}")


class FiguresView(ApiView):
    permission_classes = [IsAdminUser]

    @extend_schema(
        operation_id="figures_retrieve",
        summary="Look at a period in figures",
        description=(
            "For staff: success rate, times, retries, calls and cost of the last `days` (1 to "
            f"{_LONGEST_DAYS}, 1 if left out)."
        ),
        parameters=[OpenApiParameter("days", int)],
        responses=FiguresSerializer,
    )
    def get(self, request: Request) -> Response:
        now = timezone.now()
        return Response(FiguresSerializer(figures_between(now - timedelta(days=_days(request)), now)).data)


class FailureList(ApiView):
    pagination_class = OnePage
    permission_classes = [IsAdminUser]

    @extend_schema(
        operation_id="failures_list",
        summary="List what jobs failed by",
        description=(
            "For staff: the failed jobs of the last seven days by their code, the most frequent first. One "
            "that was begun anew since does not count."
        ),
        responses=FailedGroupSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        return answer_with_page(request, group_failures(), FailedGroupSerializer)


class FailureResume(ApiView):
    permission_classes = [IsAdminUser]

    @extend_schema(
        operation_id="failures_resume",
        summary="Resume all jobs that failed by one cause",
        description=(
            "For staff who may operate jobs. Resumes the oldest hundred of those that can be; `refused` says "
            "of some others why not, `left` how many there are still."
        ),
        request=None,
        responses={status.HTTP_202_ACCEPTED: ResumedSerializer},
    )
    def post(self, request: Request, code: str) -> Response:
        if not user_of(request).has_perm(OPERATE):
            raise PermissionDenied(str(NotAllowedToChangeError()))
        if code not in CODES:
            raise NotFound(f"No run fails by {code!r}, but by {', '.join(sorted(CODES))}.")
        return Response(ResumedSerializer(resume_failed(code)).data, status=status.HTTP_202_ACCEPTED)


def _days(request: Request) -> int:
    text = request.query_params.get("days", "1")
    days = int(text) if _TWO_DIGITS.fullmatch(text) else 0
    if not 1 <= days <= _LONGEST_DAYS:
        raise ValidationError({"days": [f"Write a whole number from 1 to {_LONGEST_DAYS}."]})
    return days
