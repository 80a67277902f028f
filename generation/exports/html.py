"""HTML: pages that need nothing but themselves, for the screen and for paper."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from generation.exports.content import Document, FunnelContent, Shelf, arrange, only_document
from generation.exports.layout import Block, Page, lay_out
from generation.exports.letters import clean
from generation.exports.md import shown
from generation.exports.reader import reader
from generation.exports.words import contents_title

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, kw_only=True)
class IndexEntry:
    """A document and where it is: its path, without an ending; `others` are endings beside its page's."""

    document: Document
    path: str
    others: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class IndexShelf:
    title: str
    entries: tuple[IndexEntry, ...]


@dataclass(frozen=True, kw_only=True)
class ShownShelf:
    title: str
    pages: tuple[Page, ...]


def write_funnel(content: FunnelContent) -> bytes:
    """Return the whole funnel as one page, or the one product as a page to give away."""
    if content.product:
        return write_document(only_document(content), content)
    return _render("funnel.html", content, title=content.name, shelves=[_shown(s) for s in arrange(content)])


def write_document(document: Document, content: FunnelContent) -> bytes:
    """Return one document as a page that can be given away by itself."""
    page = lay_out(document)
    return _render("document.html", content, title=page.title, page=page)


def write_email(block: Block, content: FunnelContent, *, subject: str, preview: str) -> bytes:
    """Return an email's body as a page, styled in its elements because email programs drop style sheets."""
    return _render("email.html", content, subject=subject, preview=preview, block=block)


def write_index(content: FunnelContent, shelves: Sequence[IndexShelf], lists: Sequence[str]) -> bytes:
    """Return the page that leads to all others, and to `lists`, the files that other tools import."""
    return _render("index.html", content, title=content.title, shelves=shelves, lists=lists)


def _shown(shelf: Shelf) -> ShownShelf:
    return ShownShelf(title=shelf.title, pages=tuple(lay_out(document) for document in shelf.documents))


def _render(template: str, content: FunnelContent, **values: Any) -> bytes:
    page = (
        _templates()
        .get_template(template)
        .render(
            content=content,
            contents_title=contents_title(content.language),
            style=_style(),
            **values,
        )
    )
    return clean(page).encode()


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
