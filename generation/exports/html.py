"""HTML: pages that need nothing but themselves, for the screen and for paper."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from generation.exports.content import Document, FunnelContent, Shelf, arrange
from generation.exports.layout import Page, lay_out
from generation.exports.md import shown
from generation.exports.reader import reader

_TEMPLATES = Path(__file__).parent / "templates"
_CONTENTS: Mapping[str, str] = {
    "en": "Contents",
    "es": "Contenido",
    "fr": "Sommaire",
    "de": "Inhalt",
    "it": "Indice",
    "pt": "Conte\u00fado",
    "nl": "Inhoud",
}


@dataclass(frozen=True, kw_only=True)
class IndexEntry:
    """A document and where it is: its path, without an ending."""

    document: Document
    path: str


@dataclass(frozen=True, kw_only=True)
class IndexShelf:
    title: str
    entries: tuple[IndexEntry, ...]


@dataclass(frozen=True, kw_only=True)
class ShownShelf:
    title: str
    pages: tuple[Page, ...]


def write_funnel(content: FunnelContent) -> bytes:
    """Return the whole funnel as one page."""
    return _render("funnel.html", content, title=content.name, shelves=[_shown(s) for s in arrange(content)])


def write_document(document: Document, content: FunnelContent) -> bytes:
    """Return one document as a page that can be given away by itself."""
    page = lay_out(document)
    return _render("document.html", content, title=page.title, page=page)


def write_index(content: FunnelContent, shelves: Sequence[IndexShelf]) -> bytes:
    """Return the page that leads to all others."""
    return _render("index.html", content, title=content.name, shelves=shelves)


def _shown(shelf: Shelf) -> ShownShelf:
    return ShownShelf(title=shelf.title, pages=tuple(lay_out(document) for document in shelf.documents))


def _render(template: str, content: FunnelContent, **values: Any) -> bytes:
    page = (
        _templates()
        .get_template(template)
        .render(
            content=content,
            contents_title=_CONTENTS.get(content.language, _CONTENTS["en"]),
            style=_style(),
            **values,
        )
    )
    return page.encode()


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: Mapping[str, Callable[[Any], str]] = {"markdown": _markdown, "shown": shown}
    environment.filters.update(filters)
    return environment


@cache
def _style() -> Markup:
    return Markup((_TEMPLATES / "style.css").read_text())  # noqa: S704 - our own file


def _markdown(text: str) -> Markup:
    return Markup(reader().render(text))  # noqa: S704 - the reader passes no HTML through
