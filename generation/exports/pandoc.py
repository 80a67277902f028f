"""Files by way of Pandoc, which knows DOCX, EPUB and PPTX: a book, or any blocks of its own tree.

In its sandbox it sees no clock either: the same content gives the same bytes.
"""

import json
from collections.abc import Iterator, Mapping, Sequence

import pypandoc

from generation.exports.book import Book, Chapter, Part
from generation.exports.pandoc_tree import (
    BREAK,
    PAUSE,
    Element,
    blocks_of,
    heading,
    inlines,
    line,
    link,
    paragraph,
    string,
    strong,
    styled,
    words,
)
from generation.exports.programs import run

_API_VERSION = (1, 23, 1)
_UNLISTED = frozenset({"slide"})  # too many for a list of contents


def write(book: Book, *options: str, level: int, lists_contents: bool) -> bytes:
    """Return the file that Pandoc makes of the book; raises ExportError.

    `level` is that of its chapters' headings. `lists_contents` asks for a list of links to the chapters,
    where the format has nothing better.
    """
    return convert(
        dict(_meta(book)), list(_blocks(book, level=level, lists_contents=lists_contents)), *options
    )


def convert(meta: Mapping[str, Element], blocks: Sequence[Element], *options: str) -> bytes:
    """Return the file that Pandoc makes of the blocks; raises ExportError."""
    document = {"pandoc-api-version": _API_VERSION, "meta": meta, "blocks": blocks}
    command = [pypandoc.get_pandoc_path(), "--from=json", "--sandbox", "--output=-", *options]
    return run("Pandoc", command, given=json.dumps(document).encode())


def _meta(book: Book) -> Iterator[tuple[str, Element]]:
    yield "title", inlines(words(book.title))
    yield "lang", string(book.language)
    yield "toc-title", string(book.contents_title)
    yield "identifier", string(f"urn:uuid:{book.identity}")
    if book.author:
        yield "author", {"t": "MetaList", "c": [inlines(words(book.author))]}
    if book.is_one_part and (subtitle := _subtitle(book.parts[0])):
        yield "subtitle", inlines(subtitle)


def _subtitle(part: Part) -> list[Element]:
    """Return what a cover says below its title, as lines."""
    lines = [line(node.children) for node in part.cover if node.kind == "paragraph"]
    return [inline for each in lines for inline in (BREAK, *each)][1:]


def _blocks(book: Book, *, level: int, lists_contents: bool) -> Iterator[Element]:
    if book.is_one_part:
        yield from blocks_of((node for node in book.parts[0].cover if node.kind != "paragraph"), level=3)
    if lists_contents:
        yield from _contents(book)
    for number, part in enumerate(book.parts, start=1):
        if not book.is_one_part:
            yield from _opening(part, name=f"part-{number}")
        for place, chapter in enumerate(part.chapters, start=1):
            yield from _chapter(chapter, level=level, name=f"chapter-{number}-{place}")


def _opening(part: Part, *, name: str) -> Iterator[Element]:
    yield heading(1, words(part.title), name=name)
    if part.label:
        yield styled("Label", [paragraph(words(part.label))])
    if part.cover:
        yield styled("Cover", blocks_of(part.cover, level=3))


def _contents(book: Book) -> Iterator[Element]:
    """Yield links to the chapters: unlike Word's own field they are there before it is told to update."""
    yield styled("TOC Heading", [paragraph(words(book.contents_title))])
    for number, part in enumerate(book.parts, start=1):
        if not book.is_one_part:
            yield styled("toc 1", [paragraph([link(words(part.title), f"#part-{number}")])])
        for place, chapter in enumerate(part.chapters, start=1):
            if chapter.title and chapter.role not in _UNLISTED:
                entry = paragraph([link(words(chapter.title), f"#chapter-{number}-{place}")])
                yield styled("toc 1" if book.is_one_part else "toc 2", [entry])


def _chapter(chapter: Chapter, *, level: int, name: str) -> Iterator[Element]:
    if chapter.title:
        yield heading(level, words(chapter.title), name=name)
    for named in chapter.lines:
        text = [strong(words(f"{named.name}:")), *words(f" {named.value}")]
        yield styled("Named Line", [paragraph(text)])
    body = blocks_of(chapter.body, level=level + 1)
    if chapter.button:
        body.append(styled("Button", [paragraph([link(words(chapter.button.label), chapter.button.url)])]))
    if chapter.role == "bridge":
        yield PAUSE
    yield from [styled("Call to Action", body)] if chapter.role == "call_to_action" else body
