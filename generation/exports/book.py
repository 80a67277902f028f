"""A book: content made ready to be set in type, as PDF, DOCX and EPUB take it.

One product is a book of its own, with its cover, its contents and its chapters. A whole funnel is a book of
parts: each product with the cover it has by itself, then what sells them. So is a set of documents, with a
part for each. What programs read is left out of books: HTML and Markdown carry it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from uuid import NAMESPACE_URL, uuid5

from generation.exports import tree
from generation.exports.content import FunnelContent
from generation.exports.layout import Block, Button, Page, lay_out
from generation.exports.letters import printable
from generation.exports.named import NamedLine, is_data
from generation.exports.shelves import PRODUCTS, Document, Shelf, arrange
from generation.exports.tree import Node
from generation.exports.words import contents_title
from generation.languages import DEFAULT_LANGUAGE

_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, kw_only=True)
class Line:
    """A named line of an email, a listing or a bundle."""

    name: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """`number` is 0 where the chapter bears none, `title` is "" where it runs on without one."""

    role: str
    title: str
    body: tuple[Node, ...]
    number: int = 0
    lines: tuple[Line, ...] = ()
    button: Button | None = None


@dataclass(frozen=True, kw_only=True)
class Part:
    """`label` stands above the title; `cover` is what the cover says below it."""

    title: str
    label: str
    cover: tuple[Node, ...]
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, kw_only=True)
class Book:
    """`identity` is a UUID, the same for the same words."""

    title: str
    author: str
    language: str
    contents_title: str
    parts: tuple[Part, ...]

    @property
    def is_one_part(self) -> bool:
        return len(self.parts) == 1

    @property
    def is_document(self) -> bool:
        """Whether it is read in one go: it has no cover, and no chapters to begin on pages of their own."""
        return self.is_one_part and not any(chapter.number for chapter in self.parts[0].chapters)

    @property
    def identity(self) -> str:
        return str(uuid5(NAMESPACE_URL, sha256(repr(self).encode()).hexdigest()))


def bind(content: FunnelContent) -> Book:
    """Return the content as a book."""
    parts = tuple(part for shelf in arrange(content) for part in _parts(shelf))
    if len(parts) == 1:  # what it is called in the funnel is for its owner alone
        parts = (replace(parts[0], label=""),)
    return Book(
        title=parts[0].title if len(parts) == 1 else printable(content.title),
        author=printable(content.author),
        language=content.language if _LANGUAGE.fullmatch(content.language) else DEFAULT_LANGUAGE,
        contents_title=contents_title(content.language),
        parts=parts,
    )


def _parts(shelf: Shelf) -> Iterable[Part]:
    """Yield a part for each document that has chapters of its own, and one for all emails, say, together."""
    if shelf.title == PRODUCTS:
        yield from map(_product, shelf.documents)
    elif all(document.titled for document in shelf.documents):
        yield from (_part(document.title, [document]) for document in shelf.documents)
    else:
        yield _part(shelf.title, shelf.documents)


def _product(document: Document) -> Part:
    page = lay_out(document)
    covers = [block for block in page.blocks if block.role == "cover"]
    others = [block for block in page.blocks if block.role != "cover"]
    return Part(
        title=printable(page.title),
        label=printable(page.label),
        cover=tuple(node for block in covers for node in tree.read(block.body)),
        chapters=tuple(_numbered(others)),
    )


def _numbered(blocks: Iterable[Block]) -> Iterable[Chapter]:
    number = 0
    for block in blocks:
        number += bool(block.title)
        yield _chapter(block, title=block.title, number=number if block.title else 0)


def _part(title: str, documents: Iterable[Document]) -> Part:
    return Part(title=printable(title), label="", cover=(), chapters=tuple(_chapters_of(documents)))


def _chapters_of(documents: Iterable[Document]) -> Iterable[Chapter]:
    for page in map(lay_out, documents):
        for block in page.blocks:
            if not is_data(block.role):
                yield _chapter(block, title=block.title or _name_of(page, block))


def _name_of(page: Page, block: Block) -> str:
    """An email or a listing is called by what it is to its owner; its own title is one of its lines."""
    return page.label.partition(": ")[2] or page.label or page.title


def _chapter(block: Block, *, title: str, number: int = 0) -> Chapter:
    return Chapter(
        role=block.role,
        title=printable(title),
        number=number,
        body=(*tree.read(block.body), *(_note(each) for each in block.lines if each.is_note)),
        lines=tuple(_lines(block)),
        button=block.button,
    )


def _lines(block: Block) -> Iterable[Line]:
    for each in block.lines:
        is_shown = each.is_note or (each.is_heading and block.title)
        if not is_shown and (value := printable(each.text)):
            yield Line(name=each.name, value=value)


def _note(named: NamedLine) -> Node:
    """Return what goes with the text as a quote below it, under its name."""
    name = Node(kind="strong", children=(Node(kind="text", text=f"{named.name}:"),))
    text = Node(kind="text", text=f" {printable(named.text)}")
    return Node(kind="quote", children=(Node(kind="paragraph", children=(name, text)),))
