"""Which kind of failure an exception of OpenAI's SDK is."""

import openai

from generation.providers import failures
from generation.providers.failures import FailureKind, kind_of_status
from generation.providers.transport import kind_of_transport

# Some come with status 429, and no wait helps against them: somebody has to pay, or to raise a limit.
_SPEND_LIMIT_CODES = frozenset(
    {
        "insufficient_quota",
        "billing_hard_limit_reached",  # with status 400, and of pictures alone
        "credit_balance_exhausted",
        "organization_spend_limit_exceeded",
        "organization_usage_limit_exceeded",
        "project_spend_limit_exceeded",
    }
)
_DECLINED_CODES = frozenset({"moderation_blocked", "content_policy_violation", "content_filter"})
_TOO_LARGE_CODES = frozenset({"context_length_exceeded", "string_above_max_length"})

# An error inside a stream comes with HTTP status 200. Other servers that speak this format put the status
# itself into its code.
_STATUS_OF_CODE = {
    "invalid_request_error": 400,
    "authentication_error": 401,
    "permission_error": 403,
    "not_found_error": 404,
    "insufficient_quota": 429,
    "rate_limit_exceeded": 429,
    "rate_limit_error": 429,
    "slow_down": 503,
    "server_error": 500,
    "overloaded_error": 529,
}


def status_of(error: Exception) -> int | None:
    """Return the HTTP status of a failure, or the one that an error inside a stream stands for."""
    if isinstance(error, openai.APIStatusError):
        return error.status_code
    if not isinstance(error, openai.APIError):
        return None
    if error.code and error.code.isascii() and error.code.isdigit() and len(error.code) == 3:
        return int(error.code)
    return _STATUS_OF_CODE.get(str(error.code)) or _STATUS_OF_CODE.get(str(error.type))


def kind_of(error: Exception, status: int | None, *, streaming: bool) -> FailureKind:
    """Return what went wrong. `status` is that of `status_of`; `streaming` says the answer had begun."""
    if isinstance(error, openai.APIConnectionError):
        return kind_of_transport(error.__cause__, streaming=streaming)
    if not isinstance(error, openai.APIError):
        return kind_of_transport(error, streaming=streaming)
    said = _said(error)
    if said & _SPEND_LIMIT_CODES:
        return failures.SPEND_LIMIT
    if said & _TOO_LARGE_CODES:
        return failures.TOO_LARGE
    return failures.BROKEN_STREAM if status is None else kind_of_status(status)


def kind_of_undrawn(error: Exception, status: int | None) -> FailureKind:
    """Return what went wrong with a picture, which comes whole or not at all; `status` as for `kind_of`."""
    if isinstance(error, openai.APIError) and _said(error) & _DECLINED_CODES:
        return failures.DECLINED_PICTURE
    return kind_of(error, status, streaming=False)


def _said(error: openai.APIError) -> set[str]:
    """Return what the failure is called; other servers that speak this format may say anything there."""
    return {str(error.code), str(error.type)}
