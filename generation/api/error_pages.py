"""What is answered about an error outside of any view: a page, and below `/api/` a problem.

The pages are not Django's views: those look for a token in the body, which may be what broke.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import ParamSpec

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from config.bodies import MOST_BODY_BYTES
from generation.api.errors import INTERNAL, NOT_FOUND, problem
from generation.engine.database import DATABASE_AWAY

P = ParamSpec("P")

_API = "/api/"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not request.path.startswith(_API):
        return HttpResponse(render_to_string("400.html"), status=HTTPStatus.BAD_REQUEST)
    return problem(400, "bad_request", "This request cannot be read.")


def _again_by_a_fresh_connection(page: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Render the page once more where the connection was ended: that of its thread nobody looks after."""

    @wraps(page)
    def rendered(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return page(*args, **kwargs)
        except DATABASE_AWAY:
            connection.close()
            return page(*args, **kwargs)

    return rendered


@_again_by_a_fresh_connection
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not request.path.startswith(_API):
        return render(request, "403.html", {"exception": str(exception)}, status=HTTPStatus.FORBIDDEN)
    return problem(403, "permission_denied", "This is not allowed for you.")


@_again_by_a_fresh_connection
def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not request.path.startswith(_API):
        return render(request, "404.html", status=HTTPStatus.NOT_FOUND)
    return problem(404, "not_found", NOT_FOUND)


def too_large(request: HttpRequest) -> HttpResponse:
    if not request.path.startswith(_API):
        return HttpResponse(render_to_string("413.html"), status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return problem(413, "too_large", f"That is more than {MOST_BODY_BYTES:,} bytes.")


def server_error(request: HttpRequest) -> HttpResponse:
    if not request.path.startswith(_API):
        return HttpResponse(render_to_string("500.html"), status=HTTPStatus.INTERNAL_SERVER_ERROR)
    return problem(500, "internal", INTERNAL)
