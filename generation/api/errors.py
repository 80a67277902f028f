"""Every error of the API as a problem (RFC 9457): stable codes, sentences for people, none of our insides."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpResponse, JsonResponse
from rest_framework import exceptions
from rest_framework.views import APIView

from generation.engine.database import DATABASE_AWAY, is_busy, is_conflict, is_double, was_deleted
from generation.errors import (
    InvalidRequestError,
    JobOpenError,
    NotAllowedError,
    RowsRefusedError,
    StaleVersionError,
)
from generation.exports import ExportError
from generation.states import IllegalMoveError
from settings_app.store import InvalidSettings

log = structlog.get_logger(__name__)

MEDIA_TYPE = "application/problem+json"
NOT_FOUND = "There is nothing here, or it is not yours."
INTERNAL = "Something went wrong on our side. It has been written down."

_AWAY_SECONDS = 5  # a server that restarts is back by then
_INVALID = "Some of what was sent is not right; `errors` says what."
_MOST_ROWS = 200
_NO_ROW = "Nothing was started; `errors` says what is not right, and `rows` in which row."
_DOUBLE = "A request wrote what there may be one of, and there was one"
_QUICKER = (
    "Somebody wrote the same at this moment, or you sent it twice. Look how it stands, and repeat it if you "
    "still need to."
)
_BUSY = "Somebody else is changing the same just now. Look how it stands, and try again if you still need to."


def problem(status: int, code: str, detail: str, **more: Any) -> JsonResponse:
    """Return a problem as a response; `more` are members beside the standard ones."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        **more,
    }
    return JsonResponse(body, status=status, content_type=MEDIA_TYPE)


def answer_with_problem(error: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """Return the problem for whatever a view raised; the framework calls it for every exception."""
    match error:
        case exceptions.ValidationError():
            return problem(400, "invalid", _INVALID, errors=dict(_sentences(error.detail)))
        case exceptions.UnsupportedMediaType():
            return problem(415, _code(error), _sendable(context["view"]))
        case exceptions.APIException():
            return _with_headers(problem(error.status_code, _code(error), str(error.detail)), error)
        case InvalidRequestError():
            return _invalid(error)
        case InvalidSettings():
            return problem(400, "invalid", _INVALID, errors=dict(error.errors))
        case NotAllowedError():
            return _conflict(error)
        case IllegalMoveError():
            return problem(409, "illegal_move", str(error))
        case _:
            return _outside_error(error)


def _sendable(view: APIView) -> str:
    kinds = " or ".join(f"`Content-Type: {parser.media_type}`" for parser in view.get_parsers())
    return f"This cannot be read here. Send it with the header {kinds}."


def _invalid(error: InvalidRequestError) -> HttpResponse:
    if not isinstance(error, RowsRefusedError) or not error.rows:
        return problem(400, "invalid", _INVALID, errors=dict(error.problems))
    told = error.rows[:_MOST_ROWS]
    rows = [{"row": each.row, "field": each.field, "message": each.says} for each in told]
    first = RowsRefusedError(told, beside=error.beside)
    left_out = len(error.rows) - len(told)
    says = f"{_NO_ROW} {left_out:,} more are left out; mend these first." if left_out else _NO_ROW
    return problem(400, "invalid", says, errors=dict(first.problems), rows=rows)


def _conflict(error: NotAllowedError) -> HttpResponse:
    match error:
        case StaleVersionError():
            return problem(409, error.code, error.message, version=error.version)
        case JobOpenError():
            return problem(409, error.code, error.message, job=error.job_id or None)
        case _:
            return problem(409, error.code, error.message)


def _outside_error(error: Exception) -> HttpResponse:
    match error:
        case Http404():
            return problem(404, "not_found", NOT_FOUND)
        case PermissionDenied():
            return problem(403, "permission_denied", "This is not allowed for you.")
        case RequestDataTooBig():
            return problem(413, "too_large", "That is more than can be sent at once.")
        case SuspiciousOperation():
            return problem(400, "bad_request", "This request cannot be read.")
        case ExportError():
            return problem(500, "export_failed", str(error))
        case _:
            return _unforeseen(error)


def _unforeseen(error: Exception) -> HttpResponse:
    """Answer where the database would not write what was asked for, or we have a defect."""
    if is_conflict(error):
        log.warning(_DOUBLE, exc_info=error)
        return problem(409, "conflict", _QUICKER)
    if isinstance(error, DATABASE_AWAY) or is_busy(error):
        return _not_stored(error)
    if was_deleted(error):
        log.warning("A request was about what was deleted meanwhile", exc_info=error)
        return problem(404, "not_found", NOT_FOUND)
    log.exception("A request broke down")
    return problem(500, "internal", INTERNAL)


def _not_stored(error: Exception) -> HttpResponse:
    if is_double(error):
        log.warning(_DOUBLE, exc_info=error)
        response = problem(503, "busy", _BUSY)
    elif is_busy(error):
        log.warning("A request waited in vain for what somebody else held", error=str(error))
        response = problem(503, "busy", _BUSY)
    else:
        log.exception("A request could not reach the database")
        response = problem(503, "database_away", "The database cannot be reached just now. Try again soon.")
    response["Retry-After"] = str(_AWAY_SECONDS)
    return response


def _code(error: exceptions.APIException) -> str:
    codes = error.get_codes()
    return codes if isinstance(codes, str) else error.default_code


def _with_headers(response: HttpResponse, error: exceptions.APIException) -> HttpResponse:
    if challenge := getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = challenge
    if (wait := getattr(error, "wait", None)) is not None:
        response["Retry-After"] = str(int(wait) + 1)
    return response


def _sentences(detail: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield one sentence a field, by its dotted path; what concerns the whole body stands under `body`."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            here = "" if name == "non_field_errors" else str(name)
            yield from _sentences(inner, ".".join(filter(None, (path, here))))
    elif isinstance(detail, list) and any(isinstance(item, Mapping | list) for item in detail):
        for place, inner in enumerate(detail):
            yield from _sentences(inner, f"{path}.{place}" if path else str(place))
    elif isinstance(detail, list):
        yield path or "body", " ".join(str(sentence) for sentence in detail)
    else:
        yield path or "body", str(detail)
