"""A page's address: which are the same page, and where it stands on its site."""

import re
from urllib.parse import unquote, urlsplit, urlunsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
_ENDING = re.compile(r"\.(?:html?|php|aspx?)$", re.IGNORECASE)
_GAPS = re.compile(r"[\s_+-]+")


def same_page(url: str) -> str:
    """Return the one address of the page that `url` leads to, however it is written.

    The host in small letters, without the port that is meant anyway, without a fragment or a slash at the
    end. The rest is left: a server may tell capitals of a path apart, and what is asked for behind `?`.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    is_usual = parts.port in (None, _DEFAULT_PORTS.get(parts.scheme))
    path = re.sub(r"/{2,}", "/", parts.path).rstrip("/")
    return urlunsplit((parts.scheme, host if is_usual else f"{host}:{parts.port}", path, parts.query, ""))


def host_of(url: str) -> str:
    """Return what people call the site: "shop.example"."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def root_of(url: str) -> str:
    """Return the address of the site's front."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def steps_of(url: str) -> tuple[tuple[str, str], ...]:
    """Return the page and those above it, as its address says: of each a name and its address."""
    segments = [segment for segment in urlsplit(url).path.split("/") if segment]
    return tuple(
        (_named(segment), root_of(url) + "/".join(segments[:place]))
        for place, segment in enumerate(segments, start=1)
    )


def _named(segment: str) -> str:
    words = _GAPS.sub(" ", _ENDING.sub("", unquote(segment))).strip() or segment
    return words[:1].upper() + words[1:]
