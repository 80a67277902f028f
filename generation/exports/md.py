"""Markdown: a document as one file, or a whole funnel as one."""

import re
from collections.abc import Iterator, Sequence

from generation.exports.content import FunnelContent
from generation.exports.layout import Block, Page, lay_out
from generation.exports.letters import clean
from generation.exports.named import NamedLine
from generation.exports.shelves import Document, arrange, lone_document

_MARKS = re.compile(r"([\\`*_\[\]<>])")


def write_funnel(content: FunnelContent) -> bytes:
    """Return all of it as one Markdown document, or the one document as one to give away."""
    if document := lone_document(content):
        return write_document(document)
    pieces = [f"# {_escaped(content.title)}"]
    for shelf in arrange(content):
        for page in map(lay_out, shelf.documents):
            pieces += ["---", *_page(page, above=page.label)]
    return _encoded(pieces)


def write_document(document: Document) -> bytes:
    """Return one document as Markdown."""
    page = lay_out(document)
    return _encoded(list(_page(page, above=page.byline)))


def _page(page: Page, *, above: str) -> Iterator[str]:
    yield f"# {_escaped(page.title)}"
    if above:
        yield f"*{_escaped(above)}*"
    for block in page.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    if block.role == "bridge":
        yield "---"
    if block.title:
        yield f"## {_escaped(block.title)}"
    yield from _named(block.above)
    yield block.body
    if block.button:
        yield f"**[{_escaped(block.button.label)}](<{block.button.url}>)**"
    yield from _named(block.below)


def _named(lines: Sequence[NamedLine]) -> Iterator[str]:
    """The named lines, in one paragraph; a backslash ends a line that goes on below."""
    if lines:
        yield "\\\n".join(f"**{line.name}:** {_escaped(line.text)}" for line in lines)


def _escaped(text: str) -> str:
    """Return the text as one line that is shown as it is."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def _encoded(pieces: list[str]) -> bytes:
    text = "\n\n".join(piece.strip("\n") for piece in pieces if piece.strip())
    return clean(f"{text}\n").encode()
