"""What a person has used and may still use, and the lines of their ledger."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response

from generation.api.access import ApiView, user_of
from generation.api.serializers.usage import CreditEntrySerializer, UsageOfPersonSerializer
from generation.engine.standing.usage import usage_of
from generation.models import CreditEntry


class UsageView(ApiView):
    @extend_schema(
        operation_id="usage_retrieve",
        summary="Read your usage",
        description=(
            "Credits, how many jobs may be started today and when that is counted anew, and tokens and cost "
            "of this calendar month and of all jobs whose records are kept."
        ),
        responses=UsageOfPersonSerializer,
    )
    def get(self, request: Request) -> Response:
        return Response(UsageOfPersonSerializer(usage_of(user_of(request))).data)


@extend_schema(
    summary="List the lines of your ledger",
    description="The newest first. Their amounts add up to your credits.",
)
class EntryList(ApiView, generics.ListAPIView[CreditEntry]):
    serializer_class = CreditEntrySerializer
    queryset = CreditEntry.objects.all()

    def get_queryset(self) -> QuerySet[CreditEntry]:
        return super().get_queryset().filter(owner=user_of(self.request))
