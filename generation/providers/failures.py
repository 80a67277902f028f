"""The kinds of failure a call to a provider can meet: code, sentence, and whether a retry can help."""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import mktime_tz, parsedate_tz

from generation.calls import RateLimits, Usage
from generation.errors import ProviderError

_ADVICE = "Retrying will not help; ask an administrator."
"""What follows the sentence of a failure that stays. Administrators are told the sentence alone."""


@dataclass(frozen=True, kw_only=True)
class FailureKind:
    """One kind of failure. `sentence` may name the HTTP `{status}`; `advice` is for those it stops."""

    code: str
    sentence: str
    retryable: bool
    advice: str = ""

    def error(
        self,
        *,
        status: int | None = None,
        retry_after: float | None = None,
        usage: Usage | None = None,
        limits: RateLimits | None = None,
        request_id: str = "",
        detail: str = "",
    ) -> ProviderError:
        """Return the error to raise for a failure of this kind."""
        return ProviderError(
            self.code,
            self.sentence.format(status=status),
            retryable=self.retryable,
            advice=self.advice,
            status=status,
            retry_after=retry_after,
            usage=usage,
            limits=limits,
            request_id=request_id,
            detail=detail,
        )


def _passing(code: str, sentence: str) -> FailureKind:
    return FailureKind(code=code, sentence=sentence, retryable=True)


def _permanent(code: str, sentence: str, advice: str = _ADVICE) -> FailureKind:
    return FailureKind(code=code, sentence=sentence, retryable=False, advice=advice)


BUSY = _passing("provider_busy", "The AI service is busy ({status}).")
SERVICE_ERROR = _passing("provider_error", "The AI service failed ({status}).")
STATUS_TIMEOUT = _passing("timeout", "The AI service gave up waiting ({status}).")
SILENCE = _passing("timeout", "The AI service fell silent.")
UNREACHABLE = _passing("network", "Could not reach the AI service.")
BROKEN_STREAM = _passing("stream_error", "The answer of the AI service broke off.")
UNREADABLE = _passing("bad_response", "The answer of the AI service could not be read.")

BAD_REQUEST = _permanent("bad_request", "The AI service refused the request ({status}).")
UNAUTHORISED = _permanent("unauthorised", "The AI service refused the request ({status}).")
FORBIDDEN = _permanent("forbidden", "The AI service refused the request ({status}).")
NOT_FOUND = _permanent("not_found", "The AI service does not know the model or address ({status}).")
TOO_LARGE = _permanent("too_large", "The request is too large for the AI service ({status}).")
SPEND_LIMIT = _permanent("spend_limit", "The spending limit at the AI service is reached ({status}).")
NO_KEY = _permanent("unauthorised", "No key is set for the AI service.")
UNSENDABLE = _permanent("bad_request", "The key or the address of the AI service cannot be used.")
DECLINED_PICTURE = _permanent(
    "refused",
    "The illustrator declined this picture under the rules of its service.",
    "Change its scene, then try again.",
)

_BY_STATUS = {
    401: UNAUTHORISED,
    402: SPEND_LIMIT,
    403: FORBIDDEN,
    404: NOT_FOUND,
    408: STATUS_TIMEOUT,
    409: SERVICE_ERROR,  # a passing conflict on their side: our requests change nothing there
    413: TOO_LARGE,
    429: BUSY,
    529: BUSY,
}


def kind_of_status(status: int) -> FailureKind:
    """Return the kind of failure an HTTP status stands for; a status no one planned for is a passing one."""
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    return BAD_REQUEST if 400 <= status < 500 else SERVICE_ERROR


def read_retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the wait in seconds that the response asks for, or None where it asks for none that makes sense.

    The names in `headers` are lower case. A date that has passed is a wait of 0.
    """
    milliseconds = _wait(headers.get("retry-after-ms", ""))
    if milliseconds is not None:
        return milliseconds / 1000
    asked = headers.get("retry-after", "")
    seconds = _wait(asked)
    return seconds if seconds is not None else _seconds_until(asked)


def _wait(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None


def _seconds_until(date: str) -> float | None:
    """Return the seconds from now to an HTTP date."""
    parsed = parsedate_tz(date)
    if parsed is None:
        return None
    try:
        return max(0.0, mktime_tz(parsed) - time.time())
    except (ValueError, OverflowError):  # a date in form alone, like 31 February
        return None
