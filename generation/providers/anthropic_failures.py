"""Which kind of failure an exception of Anthropic's SDK is."""

import anthropic

from generation.providers import failures
from generation.providers.failures import FailureKind, kind_of_status
from generation.providers.transport import kind_of_transport

# An error inside a stream comes with HTTP status 200; its type says which status it would have had.
_STATUS_OF_TYPE = {
    "invalid_request_error": 400,
    "authentication_error": 401,
    "billing_error": 402,
    "permission_error": 403,
    "not_found_error": 404,
    "conflict_error": 409,
    "request_too_large": 413,
    "rate_limit_error": 429,
    "api_error": 500,
    "timeout_error": 504,
    "overloaded_error": 529,
}

_SPEND_LIMIT_CODES = frozenset({"enforced_spend_limit_reached", "contract_spend_limit_reached"})


def status_of(error: Exception) -> int | None:
    """Return the HTTP status of a failure, or the one that an error inside a stream stands for."""
    if not isinstance(error, anthropic.APIStatusError):
        return None
    return _STATUS_OF_TYPE.get(str(error.type)) if error.response.is_success else error.status_code


def kind_of(error: Exception, status: int | None, *, streaming: bool) -> FailureKind:
    """Return what went wrong. `status` is that of `status_of`; `streaming` says the answer had begun."""
    if isinstance(error, anthropic.APIStatusError):
        if error.error_code in _SPEND_LIMIT_CODES:
            return failures.SPEND_LIMIT
        return failures.BROKEN_STREAM if status is None else kind_of_status(status)
    # Before the stream the SDK wraps transport errors, in it they come as they are.
    return kind_of_transport(
        error.__cause__ if isinstance(error, anthropic.APIConnectionError) else error, streaming=streaming
    )
