"""HTML: pages that need nothing but themselves, for the screen and for paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generation.exports import landing
from generation.exports.content import FunnelContent
from generation.exports.layout import Block, Page, lay_out
from generation.exports.shelves import Document, Shelf, arrange, lone_document
from generation.exports.templating import render


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
    """Return all of it as one page to read, or the one document as a page to give away."""
    if document := lone_document(content):
        return write_document(document, content)
    return render("funnel.html", content, title=content.title, shelves=[_shown(s) for s in arrange(content)])


def write_document(document: Document, content: FunnelContent) -> bytes:
    """Return one document as a page to give away by itself; a web page is as it goes online."""
    if document.is_page:
        return landing.write_page(document, content)
    page = lay_out(document)
    return render("document.html", content, title=page.title, page=page)


def write_email(block: Block, content: FunnelContent, *, subject: str, preview: str) -> bytes:
    """Return an email's body as a page, styled in its elements because email programs drop style sheets."""
    return render("email.html", content, subject=subject, preview=preview, block=block)


def write_index(
    content: FunnelContent, shelves: Sequence[IndexShelf], lists: Mapping[str, Sequence[str]]
) -> bytes:
    """Return the page that leads to all others, and to `lists`: files for other tools, by what they do."""
    return render("index.html", content, title=content.title, shelves=shelves, lists=lists)


def _shown(shelf: Shelf) -> ShownShelf:
    return ShownShelf(title=shelf.title, pages=tuple(lay_out(document) for document in shelf.documents))
