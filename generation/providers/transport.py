"""Which kind of failure an error of the HTTP client is, for every provider that calls over it."""

import httpx2

from generation.providers import failures
from generation.providers.failures import FailureKind


def kind_of_transport(error: BaseException | None, *, streaming: bool) -> FailureKind:
    """Return what went wrong; `streaming` says the answer had begun.

    Whatever is no error of the client's is an answer that could not be read.
    """
    match error:
        case httpx2.ConnectTimeout():
            return failures.UNREACHABLE
        case httpx2.TimeoutException():
            return failures.SILENCE
        case httpx2.LocalProtocolError() | httpx2.UnsupportedProtocol() | httpx2.InvalidURL():
            return failures.UNSENDABLE
        case httpx2.TransportError():
            return failures.BROKEN_STREAM if streaming else failures.UNREACHABLE
    return failures.UNREADABLE
