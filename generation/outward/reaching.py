"""How such an address is reached: its name is looked up once, and every address it has is judged.

The connection is made to one of those: there is no second look-up that could answer otherwise.
"""

import asyncio
import socket
import ssl
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import cache, partial

import httpcore2

from generation.outward.public_addresses import is_public

Resolve = Callable[[str, int], Sequence[str]]

_MOST_ADDRESSES = 3
_MOST_LOOK_UPS = 8


def resolvers(name: str) -> ThreadPoolExecutor:
    """Return threads to look names up for one purpose: a slow name server must hold up no other's calls."""
    return ThreadPoolExecutor(max_workers=_MOST_LOOK_UPS, thread_name_prefix=f"resolver-{name}")


class NotReachedError(Exception):
    """Nobody is there whom we would speak to; the text is a sentence that whoever gave the address may read.

    It is the same for a name unknown, unsaid, inward, or where nobody listens: it tells nobody which.
    `detail` says it, for staff and the log.
    """

    def __init__(self, detail: str) -> None:
        super().__init__(
            "It could not be reached from here: the name is unknown, leads into a private network, "
            "or nobody listens there."
        )
        self.detail = detail


def look_up(host: str, port: int) -> list[str]:
    """Return the addresses the name has. Raises OSError or UnicodeError where it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


class CheckedBackend(httpcore2.AnyIOBackend):
    """Connects to none but addresses that were judged; its caller keeps the name, for TLS and `Host`.

    `sought` is the name of which no name server has said anything yet. `to_private` lets it go anywhere at
    all; `resolvers` are the threads that look up. Raises NotReachedError where the name has no
    address, or one that is not public.
    """

    def __init__(self, resolve: Resolve = look_up, *, resolvers: Executor, to_private: bool) -> None:
        self._resolve = resolve
        self._resolvers = resolvers
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
        self.sought = host
        try:
            work = asyncio.get_running_loop().run_in_executor(self._resolvers, self._resolve, host, port)
            addresses = await work
        except (OSError, UnicodeError) as error:
            raise NotReachedError(f"There is no {host} to be found.") from error
        self.sought = ""
        if not self._to_private and not all(is_public(address) for address in addresses):
            raise NotReachedError(f"{host} leads into a private network, where nothing is sent.")
        if not addresses:
            raise NotReachedError(f"There is no {host} to be found.")
        return addresses


@cache
def public_authorities() -> ssl.SSLContext:
    """Return whom to trust, read once: it takes a while."""
    return httpcore2.default_ssl_context()
