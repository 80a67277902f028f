"""A page's address, and what of it is the same page."""

import re
from urllib.parse import urlsplit, urlunsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
_ENDING = re.compile(r"\.(?:html?|php|aspx?)$", re.IGNORECASE)
_GAPS = re.compile(r"[-_+]+|%20")


def same_page(url: str) -> str:
    """Return the one address of the page that `url` leads to, however it is written.

    The host in small letters, without the port that is meant anyway, without a fragment or a slash at the
    end. The rest is left: a server may tell capitals of a path apart, and what is asked for behind `?`.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    port = parts.port
    where = host if port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f"{host}:{port}"
    path = re.sub(r"/{2,}", "/", parts.path).rstrip("/")
    return urlunsplit((parts.scheme, where, path or "/" if parts.query else path, parts.query, ""))


def host_of(url: str) -> str:
    """Return what people call the site: "shop.example"."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def steps_of(url: str) -> tuple[tuple[str, str], ...]:
    """Return the pages above this one and itself, as their address says: each a name and its address."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    root = f"{parts.scheme}://{parts.netloc}"
    return tuple(
        (_named(segment), f"{root}/{'/'.join(segments[:place])}")
        for place, segment in enumerate(segments, start=1)
    )


def _named(segment: str) -> str:
    words = _GAPS.sub(" ", _ENDING.sub("", segment)).strip()
    return words[:1].upper() + words[1:]
