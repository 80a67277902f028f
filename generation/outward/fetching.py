"""One page read from an address that a person gave: bounded in time and size, never from an inner network.

No redirect is followed, no proxy is asked, nothing is unpacked, and what is no text is not read.
"""

import asyncio
import codecs
import ssl
from collections.abc import AsyncIterable, Iterable
from dataclasses import dataclass
from email.message import Message
from urllib.parse import SplitResult, urlsplit, urlunsplit

import httpcore2
from django.utils.encoding import iri_to_uri

from generation.outward.reaching import (
    CheckedBackend,
    NotReachedError,
    Resolve,
    look_up,
    public_authorities,
    resolvers,
)
from generation.storable import storable

SECONDS = 10.0
"""For all of it: the name, the connection, the request, and the last byte of the answer."""

MOST_BYTES = 2_000_000
"""A page with more markup than this is rather a catalogue, or somebody's joke."""

_RESOLVERS = resolvers("pages")
_CHARSETS = (
    "utf-8",
    "utf-16",
    "ascii",
    "iso8859",
    "cp125",
    "cp874",
    "koi8",
    "mac-",
    "big5",
    "gb",
    "euc",
    "shift",
)
"""How the character sets begin that browsers know, by their names in Python."""

_PORTS = {"http": 80, "https": 443}
_TEXTS = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown", "text/csv", "application/json")
_HEADERS = (
    ("User-Agent", "Galley (reads a page that its author named)"),
    ("Accept", ", ".join(_TEXTS)),
    ("Accept-Encoding", "identity"),  # a small answer may unpack into a huge one
)


class FetchError(Exception):
    """The page was not read; the text is a sentence that whoever named it may be shown."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """What was read; `media_type` is one of those that hold text. The text is storable."""

    media_type: str
    text: str


def fetch(
    url: str,
    *,
    to_private: bool = False,
    seconds: float = SECONDS,
    most_bytes: int = MOST_BYTES,
    resolve: Resolve = look_up,
    trusting: ssl.SSLContext | None = None,
) -> Page:
    """Return the page. Blocks for at most about `seconds`; raises FetchError.

    `to_private` lets it go anywhere at all, and to any port.
    """
    address = _checked(url, any_port=to_private)
    backend = CheckedBackend(resolve, resolvers=_RESOLVERS, to_private=to_private)
    return asyncio.run(_within(seconds, address, backend, most_bytes, trusting or public_authorities()))


def _checked(url: str, *, any_port: bool) -> str:
    """Return the address as it goes over the wire; raises FetchError for one that leads to no web page."""
    try:
        parts = urlsplit(url.strip())
        port, sent = parts.port, _sent(parts)
    except ValueError as error:
        raise FetchError("This is no web address; write one such as https://example.com/page.") from error
    if parts.scheme not in _PORTS or not parts.hostname:
        raise FetchError("This is no web address; write one such as https://example.com/page.")
    if parts.username or parts.password:
        raise FetchError("The address holds a name or a password; leave them out.")
    if not any_port and port not in (None, _PORTS[parts.scheme]):
        raise FetchError(f"Port {port} is not asked; only pages at the usual ports are read.")
    return sent


def _sent(parts: SplitResult) -> str:
    """Return the address in ASCII; raises ValueError where its host or port is none."""
    host = parts.hostname or ""
    shown = f"[{host}]" if ":" in host else host.encode("idna").decode()
    netloc = shown if parts.port is None else f"{shown}:{parts.port}"
    return str(iri_to_uri(urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, ""))))


async def _within(
    seconds: float, url: str, backend: CheckedBackend, most_bytes: int, trusting: ssl.SSLContext
) -> Page:
    try:
        async with (
            asyncio.timeout(seconds),
            httpcore2.AsyncConnectionPool(network_backend=backend, ssl_context=trusting) as pool,
            pool.stream("GET", url, headers=list(_HEADERS)) as answer,
        ):
            media_type, charset = _kind_of(answer)
            body = await _all_of(answer.aiter_stream(), most_bytes)
    except NotReachedError as error:
        raise FetchError(str(error)) from error
    except (TimeoutError, httpcore2.TimeoutException) as error:
        raise FetchError(f"The page did not come within {seconds:g} s.") from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError, UnicodeError) as error:
        raise FetchError("The connection could not be made, or broke off.") from error
    return Page(media_type=media_type, text=_decoded(body, charset))


def _kind_of(answer: httpcore2.Response) -> tuple[str, str]:
    """Return the media type and the character set; raises FetchError for an answer that is no page."""
    headers = _headers_of(answer.headers)
    if 300 <= answer.status < 400:
        raise FetchError("The page has moved; write the address that it leads to.")
    if answer.status != 200:
        raise FetchError(f"The page answered {answer.status}.")
    if headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        raise FetchError("The page was sent packed, though it was asked for as it is.")
    media_type = headers.get_content_type()
    if media_type not in _TEXTS:
        raise FetchError(f"The page holds {media_type}, where text was expected.")
    return media_type, headers.get_content_charset("utf-8")


def _headers_of(headers: Iterable[tuple[bytes, bytes]]) -> Message:
    message = Message()
    for name, value in headers:
        message[name.decode("latin-1")] = value.decode("latin-1")
    return message


async def _all_of(stream: AsyncIterable[bytes], most_bytes: int) -> bytes:
    body = bytearray()
    async for chunk in stream:
        body += chunk
        if len(body) > most_bytes:
            raise FetchError(f"The page is larger than {most_bytes // 1_000_000} MB.")
    return bytes(body)


def _decoded(body: bytes, charset: str) -> str:
    """Return the text, without the halves of characters that some character sets can spell."""
    return storable(body.decode(charset if _is_of_pages(charset) else "utf-8", errors="replace"))


def _is_of_pages(charset: str) -> bool:
    """Whether pages are written in it: Python knows more, some of which take hours for a page, or fail."""
    try:
        return codecs.lookup(charset).name.startswith(_CHARSETS)
    except LookupError:
        return False
