"""One message posted to an address that a person gave: bounded in time, and never into an inner network.

The name is looked up once, every address it has is judged, and the connection is made to one of those: there
is no second look-up that could answer otherwise. No redirect is followed, no proxy is asked, and of the
answer nothing is read but its head.
"""

import asyncio
import socket
import ssl
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial

import httpcore2

from generation.engine.outbox.public_addresses import is_public
from generation.providers.failures import read_retry_after
from generation.providers.loop import provider_loop

SECONDS = 15.0
"""For all of it: the name, the connection, the request and the head of the answer."""

Resolve = Callable[[str, int], Sequence[str]]

_MOST_ADDRESSES = 3
_GRACE_SECONDS = 2.0
# Its own threads: a name server that is slow on purpose must hold up nobody's calls.
_resolvers = ThreadPoolExecutor(max_workers=8, thread_name_prefix="resolver")


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


def look_up(host: str, port: int) -> list[str]:
    """Return the addresses the name has. Raises OSError or UnicodeError where it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


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
    backend = _CheckedBackend(resolve, to_private=to_private)
    work = _post_within(seconds, url, body, headers, backend, trusting or _public_authorities())
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
    backend: "_CheckedBackend",
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
        raise (PostError(_NOT_SECURE) if is_about_trust else _not_reached(_NOBODY)) from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
        raise PostError("The connection broke off before there was an answer.") from error


_NOBODY = "Nobody took the connection."
_NOT_SECURE = "No secure connection could be made: its certificate is not one that is trusted."


class _CheckedBackend(httpcore2.AnyIOBackend):
    """Connects to none but addresses that were judged; its caller keeps the name, for TLS and `Host`.

    `sought` is the name of which no name server has said anything yet.
    """

    def __init__(self, resolve: Resolve, *, to_private: bool) -> None:
        self._resolve = resolve
        self._to_private = to_private
        self.sought = ""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        *others, last = (await self._judged(host, port))[:_MOST_ADDRESSES]
        connect = partial(
            super().connect_tcp,
            port=port,
            timeout=timeout,
            local_address=local_address,
            socket_options=socket_options,
        )
        for address in others:
            try:
                return await connect(address)
            except httpcore2.ConnectError:
                continue
        return await connect(last)

    async def _judged(self, host: str, port: int) -> Sequence[str]:
        """Return the addresses of the name. Raises PostError where it has none, or one that is not public."""
        self.sought = host
        try:
            work = asyncio.get_running_loop().run_in_executor(_resolvers, self._resolve, host, port)
            addresses = await work
        except (OSError, UnicodeError) as error:
            raise _not_reached(f"There is no {host} to be found.") from error
        self.sought = ""
        if not self._to_private and not all(is_public(address) for address in addresses):
            raise _not_reached(f"{host} leads into a private network, where nothing is sent.")
        if not addresses:
            raise _not_reached(f"There is no {host} to be found.")
        return addresses


@cache
def _public_authorities() -> ssl.SSLContext:
    """Return whom to trust, read once: it takes a while."""
    return httpcore2.default_ssl_context()


def _named(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in headers}


def _not_reached(detail: str) -> SilenceError:
    """Return one error for a name unknown, unsaid, inward, or where nobody listens: it tells nobody which."""
    return SilenceError(
        "It could not be reached from here: the name is unknown, leads into a private network, "
        "or nobody listens there.",
        detail=detail,
    )


def _too_slow(seconds: float, sought: str) -> SilenceError:
    if sought:
        return _not_reached(f"No name server said in time where {sought} is.")
    return SilenceError(f"There was no answer within {seconds:g} s.")
