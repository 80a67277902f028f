"""How lists are cut into pages."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer


class Pages(PageNumberPagination):
    """`?page=` and `?page_size=`; answers `{"count", "next", "previous", "results"}`."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200


class OnePage(Pages):
    """For lists that are short by nature and make no sense in parts."""

    page_size = 200


def answer_with_page(
    request: Request,
    rows: Sequence[Any] | QuerySet[Any],
    shape: type[BaseSerializer[Any]],
    pages: type[Pages] = OnePage,
) -> Response:
    """Answer with the page of `rows` that was asked for."""
    paginator = pages()
    page = paginator.paginate_queryset(rows, request)
    return paginator.get_paginated_response(shape(page, many=True).data)
