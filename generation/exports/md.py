"""Markdown: a document as one file, or a whole funnel as one."""

import re
from collections.abc import Iterator

from generation.exports.content import Document, FunnelContent, arrange, only_document
from generation.exports.layout import Block, Page, lay_out
from generation.exports.letters import clean

_MARKS = re.compile(r"([\\`*_\[\]<>])")


def write_funnel(content: FunnelContent) -> bytes:
    """Return the whole funnel as one Markdown document, or the one product as one to give away."""
    if content.product:
        return write_document(only_document(content))
    pieces = [f"# {_escaped(content.name)}"]
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
    if block.role == "email":
        yield from _named(block, "Subject", "Preview")
    if block.role == "bundle":
        yield from _named(block, "Short description")
    yield block.body
    if block.button:
        yield f"**[{_escaped(block.button.label)}](<{block.button.url}>)**"
    if block.role in ("listing", "bundle"):
        yield from _named(block, "Tags")


def _named(block: Block, *names: str) -> Iterator[str]:
    """The section's named lines, in one paragraph; a backslash ends a line that goes on below."""
    values = {name: block.fields.get(name.lower().replace(" ", "_")) for name in names}
    if lines := [f"**{name}:** {_escaped(shown(value))}" for name, value in values.items() if value]:
        yield "\\\n".join(lines)


def shown(value: object) -> str:
    """Return the value of a named line as text: a list is joined by commas."""
    return ", ".join(str(item) for item in value) if isinstance(value, list) else str(value)


def _escaped(text: str) -> str:
    """Return the text as one line that is shown as it is."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def _encoded(pieces: list[str]) -> bytes:
    text = "\n\n".join(piece.strip("\n") for piece in pieces if piece.strip())
    return clean(f"{text}\n").encode()
