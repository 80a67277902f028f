"""One message posted to an address that a person gave: bounded in time, and never into an inner network.

No redirect is followed, no proxy is asked, and of the answer nothing is read but its head.
"""

import asyncio
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import httpcore2

from generation.outward.reaching import (
    CheckedBackend,
    NotReachedError,
    Resolve,
    look_up,
    public_authorities,
    resolvers,
)
from generation.providers.failures import read_retry_after
from generation.providers.loop import provider_loop

SECONDS = 15.0
"""For all of it: the name, the connection, the request and the head of the answer."""

_RESOLVERS = resolvers("webhooks")
_GRACE_SECONDS = 2.0


class PostError(Exception):
    """The message was not taken; the text is a sentence that its sender may be shown.

    `detail` is for staff and the log: it may tell which names there are in our network.
    """

    def __init__(self, message: str, *, detail: str = "") -> None:
        super().__init__(message)
        self.detail = detail


class SilenceError(PostError):
    """Nobody was there at all, or said anything in time: whatever else is posted there now fares the same."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """How it was answered; `retry_after` is the wait in seconds that was asked for, if one was."""

    status: int
    retry_after: float | None


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    to_private: bool,
    seconds: float = SECONDS,
    resolve: Resolve = look_up,
    trusting: ssl.SSLContext | None = None,
) -> Reply:
    """Post the message and return how it was answered. Raises PostError.

    `to_private` lets it go anywhere at all.
    """
    backend = CheckedBackend(resolve, resolvers=_RESOLVERS, to_private=to_private)
    work = _post_within(seconds, url, body, headers, backend, trusting or public_authorities())
    posting = asyncio.run_coroutine_threadsafe(work, provider_loop())
    try:
        return posting.result(seconds + _GRACE_SECONDS)
    except TimeoutError as error:  # the loop keeps the deadline; this is for one that something blocks
        posting.cancel()
        raise _too_slow(seconds, backend.sought) from error


async def _post_within(
    seconds: float,
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    backend: CheckedBackend,
    trusting: ssl.SSLContext,
) -> Reply:
    try:
        async with (
            asyncio.timeout(seconds),
            httpcore2.AsyncConnectionPool(network_backend=backend, ssl_context=trusting) as pool,
            pool.stream("POST", url, headers=list(headers.items()), content=body) as answer,
        ):
            return Reply(status=answer.status, retry_after=read_retry_after(_named(answer.headers)))
    except (TimeoutError, httpcore2.TimeoutException) as error:
        raise _too_slow(seconds, backend.sought) from error
    except httpcore2.ConnectError as error:
        is_about_trust = isinstance(error.__cause__ or error.__context__, ssl.SSLError)
        raise (
            PostError(_NOT_SECURE) if is_about_trust else _not_reached(NotReachedError(_NOBODY))
        ) from error
    except NotReachedError as error:
        raise _not_reached(error) from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
        raise PostError("The connection broke off before there was an answer.") from error


_NOBODY = "Nobody took the connection."
_NOT_SECURE = "No secure connection could be made: its certificate is not one that is trusted."


def _named(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in headers}


def _not_reached(error: NotReachedError) -> SilenceError:
    return SilenceError(str(error), detail=error.detail)


def _too_slow(seconds: float, sought: str) -> SilenceError:
    if sought:
        return _not_reached(NotReachedError(f"No name server said in time where {sought} is."))
    return SilenceError(f"There was no answer within {seconds:g} s.")
