"""What a page says when it cannot do what was asked: it was refused, or a database or a network is away."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.deprecation import MiddlewareMixin
from django.views.decorators.http import require_safe

from generation.engine.database import DATABASE_AWAY
from generation.errors import InvalidRequestError, NotAllowedError
from generation.states import IllegalMoveError

log = structlog.get_logger(__name__)

_API = "/api/"
_AWAY_SECONDS = 5


@contextmanager
def refusals_as_messages(request: HttpRequest) -> Iterator[None]:
    """Turn what the engine refuses into a message on the next page; nothing else has happened then."""
    try:
        yield
    except NotAllowedError as error:
        messages.error(request, error.message)
    except IllegalMoveError:
        messages.error(request, "That is no longer possible: the page was out of date. It is fresh now.")
    except InvalidRequestError as error:
        messages.error(request, " ".join(error.problems.values()))


class DatabaseAway(MiddlewareMixin):
    """Answers with a page that tries again by itself while the database cannot be reached.

    The API answers for itself (generation/api/errors.py).
    """

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DATABASE_AWAY) or request.path.startswith(_API):
            return None
        return database_away(request, exception)


def database_away(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer with the page that tries again; a form that was sent is not sent twice without its sender."""
    log.warning("A page could not reach the database", path=request.path, error=str(error))
    again_seconds = _AWAY_SECONDS if request.method == "GET" else 0
    page = render_to_string("503.html", {"again_seconds": again_seconds})
    return HttpResponse(page, status=503, headers={"Retry-After": str(_AWAY_SECONDS)})


@login_not_required
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Answer with what a browser keeps and shows without a network: nothing in it is anybody's."""
    return HttpResponse(render_to_string("web/offline.html"))
