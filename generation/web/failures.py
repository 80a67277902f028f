"""What a page says when it cannot do what was asked: it was refused, or the database is busy or away."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus

import structlog
from django.contrib import messages
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.deprecation import MiddlewareMixin

from generation.engine.database import DATABASE_AWAY, is_busy, is_conflict, is_double, was_deleted
from generation.errors import InvalidRequestError, NotAllowedError
from generation.states import IllegalMoveError

log = structlog.get_logger(__name__)

_API = "/api/"
_AWAY_SECONDS = 5
_BUSY = "Somebody else is changing this just now. Look how it stands, then try again."
_NOT_REACHED = "A page could not reach the database"
_GONE = "A page was about what was deleted meanwhile"
_DOUBLE = "A page wrote what there may be one of, and there was one"
_WAITED = "A page waited in vain for what somebody else held"
_IN_WORDS_OF_PAGES = {
    "job_not_open": "This run has ended already; there is nothing to cancel.",
    "job_moved_on": "This run has moved on since the page was read. Nothing was started; look again first.",
    "not_resumable": "Only a run that failed or was cancelled is resumed, and this one is neither now.",
    "not_finished": "This run is not finished; only a finished one is rated.",
    "not_retryable": "This part neither failed nor waits for its next try; there is nothing to try again.",
    "not_written_yet": "This part was never finished. Resume the run instead.",
    "needs_unfinished": "What this part builds on is not finished. Resume the run instead.",
}
"""What the engine says of jobs and tasks, by its code, as the pages speak: of runs and parts."""


@contextmanager
def refusals_as_messages(request: HttpRequest) -> Iterator[None]:
    """Turn what the engine refuses into a message on the next page; nothing else has happened then.

    So is what waited in vain for somebody else: of many things some may be done by then.
    """
    try:
        yield
    except NotAllowedError as error:
        messages.error(request, _IN_WORDS_OF_PAGES.get(error.code, error.message))
    except IllegalMoveError:
        messages.error(request, "That is no longer possible: the page was out of date. It is fresh now.")
    except InvalidRequestError as error:
        messages.error(request, " ".join(error.problems.values()))
    except OperationalError as error:
        if not is_busy(error):
            raise
        log.warning(_WAITED, path=request.path, error=str(error))
        messages.error(request, _BUSY)


def act(request: HttpRequest, verb: Callable[[], object], *, says: str) -> None:
    """Do it, with a message on the next page: what `says` tells, or why it was refused."""
    with refusals_as_messages(request):
        verb()
        messages.success(request, says)


class DatabaseSaysNo(MiddlewareMixin):
    """Answers with a page that tries again by itself while the database cannot be reached, or is busy.

    Where somebody was quicker with what there may be one of, it asks to look first. What somebody deleted
    while the page was made is not there, and 404. The API answers for itself (generation/api/errors.py).
    """

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if request.path.startswith(_API):
            return None
        if was_deleted(exception):
            log.warning(_GONE, path=request.path, exc_info=exception)  # a defect of ours would look the same
            raise Http404 from exception
        if is_conflict(exception):
            return _conflict(request, exception)
        if isinstance(exception, DATABASE_AWAY) or is_busy(exception):
            return database_away(request, exception)
        return None


def database_away(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer with the page that tries again; a form that was sent is not sent twice without its sender."""
    busy = is_busy(error)
    if is_double(error):
        log.warning(_DOUBLE, path=request.path, exc_info=error)
    else:
        log.warning(_WAITED if busy else _NOT_REACHED, path=request.path, error=str(error))
    again_seconds = _AWAY_SECONDS if request.method == "GET" else 0
    page = render_to_string("503.html", {"again_seconds": again_seconds, "is_busy": busy})
    return HttpResponse(
        page, status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": str(_AWAY_SECONDS)}
    )


def _conflict(request: HttpRequest, error: Exception) -> HttpResponse:
    log.warning(_DOUBLE, path=request.path, exc_info=error)
    again_seconds = _AWAY_SECONDS if request.method == "GET" else 0
    return HttpResponse(
        render_to_string("409.html", {"again_seconds": again_seconds}), status=HTTPStatus.CONFLICT
    )
