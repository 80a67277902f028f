"""The HTTP client under every provider that calls over it: how patient it is, what failure its errors are."""

import httpx2

from generation.providers import failures
from generation.providers.endpoint import Endpoint
from generation.providers.failures import FailureKind

CONNECT_SECONDS = 10.0
"""A host that is down shows sooner than a stream that is dead."""


def patience(endpoint: Endpoint) -> httpx2.Timeout:
    """Return how long each step of a call may take; the call's deadline is the engine's."""
    return httpx2.Timeout(endpoint.silence_seconds, connect=CONNECT_SECONDS)


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
        case httpx2.TransportError() | OSError():  # a failure of TLS may come as it is
            return failures.BROKEN_STREAM if streaming else failures.UNREACHABLE
    return failures.UNREADABLE
