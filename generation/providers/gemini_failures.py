"""Which kind of failure an exception of Google's SDK is, and what else its error says."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from google.genai import errors

from generation.providers import failures
from generation.providers.failures import FailureKind, kind_of_status
from generation.providers.transport import kind_of_transport

# Google's own names of errors, for those whose HTTP status says less: a bad key is a bad request there, and
# so is an account that may not call, for its country or as nobody pays for it.
_KINDS = {
    "API_KEY_INVALID": failures.UNAUTHORISED,
    "API_KEY_EXPIRED": failures.UNAUTHORISED,
    "FAILED_PRECONDITION": failures.FORBIDDEN,
}


def status_of(error: Exception) -> int | None:
    """Return the HTTP status of a failure, or the one that an error inside a stream stands for."""
    return error.code if isinstance(error, errors.APIError) and isinstance(error.code, int) else None


def kind_of(error: Exception, status: int | None, *, streaming: bool) -> FailureKind:
    """Return what went wrong. `status` is that of `status_of`; `streaming` says the answer had begun."""
    if not isinstance(error, errors.APIError) or status is None:
        return kind_of_transport(error, streaming=streaming)
    reasons = (error.status, *(detail.get("reason") for detail in _details_of(error)))
    return next((kind for name, kind in _KINDS.items() if name in reasons), kind_of_status(status))


def retry_after_of(error: Exception) -> float | None:
    """Return the wait in seconds that the error asks for: it is said in its body, as in `"34.5s"`."""
    if not isinstance(error, errors.APIError):
        return None
    waits = (_seconds(detail.get("retryDelay")) for detail in _details_of(error))
    return next((seconds for seconds in waits if seconds is not None), None)


def _details_of(error: errors.APIError) -> Iterator[Mapping[str, Any]]:
    """Yield what the body of the error adds to its message; a body may be anything at all."""
    body = error.details
    said = body.get("error") if isinstance(body, dict) else None
    details = said.get("details") if isinstance(said, dict) else None
    if isinstance(details, list):
        yield from (detail for detail in details if isinstance(detail, dict))


def _seconds(delay: object) -> float | None:
    try:
        seconds = float(delay.removesuffix("s")) if isinstance(delay, str) else -1.0
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None
