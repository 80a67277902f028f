"""PPTX: a presentation to be given, one slide a section, with what is said as its speaker notes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from generation.exports import pandoc, tree
from generation.exports.content import FunnelContent
from generation.exports.layout import Block, lay_out
from generation.exports.letters import printable
from generation.exports.looks import look, pieces_of
from generation.exports.pandoc_tree import (
    BREAK,
    TABLE_GAP,
    Element,
    blocks_of,
    heading,
    inlines,
    line,
    link,
    paragraph,
    speaker_notes,
    string,
    words,
)
from generation.exports.shelves import DECK, arrange
from generation.exports.tree import Node

_MOST_OPENING_LINES = 4
_STATEMENT, _WITH_POINTS = 1, 2  # levels of heading: the first has a slide to itself


def write_funnel(content: FunnelContent) -> bytes:
    """Return the slides of the content as a PPTX; raises ExportError."""
    decks = (document for shelf in arrange(content) if shelf.title == DECK for document in shelf.documents)
    slides = tuple(chain.from_iterable(lay_out(deck).blocks for deck in decks))
    opening = _opening(slides[0], content)
    blocks = [element for slide in slides[bool(opening) :] for element in _slide(slide)]
    with look(pieces_of("pptx"), "pptx") as our_look:
        options = ("--to=pptx", f"--slide-level={_WITH_POINTS}", our_look)
        return pandoc.convert(opening | {"lang": string(content.language)}, blocks, *options)


def _opening(slide: Block, content: FunnelContent) -> dict[str, Element]:
    """Return the first slide as what opens a presentation; {} where it shows more than a few lines."""
    lines = _lines(tree.read(slide.body))
    if lines is None or slide.button:
        return {}
    opening = {"title": inlines(words(printable(slide.title)))}
    if lines:
        opening["subtitle"] = inlines([inline for each in lines for inline in (BREAK, *each)][1:])
    if author := printable(content.author):
        opening["author"] = inlines(words(author))
    if notes := _notes(slide):
        opening["notes"] = {"t": "MetaBlocks", "c": [paragraph(words(notes))]}
    return opening


def _lines(nodes: Sequence[Node]) -> list[list[Element]] | None:
    """Return the words of paragraphs and simple points, a line each; None where there is anything else."""
    lines = []
    for node in nodes:
        items = [item for item in node.children if item.ticked is None] if node.kind == "bullets" else []
        pieces = [item.children for item in items] if len(items) == len(node.children) else [(node,)]
        if any([each.kind for each in piece] != ["paragraph"] for piece in pieces):
            return None
        lines += [line(piece[0].children) for piece in pieces]
    return lines if len(lines) <= _MOST_OPENING_LINES else None


def _slide(slide: Block) -> Iterator[Element]:
    """Yield a slide; one that has nothing but its title says it large."""
    nodes = tree.read(slide.body)
    has_points = bool(nodes or slide.button)
    yield heading(_WITH_POINTS if has_points else _STATEMENT, words(printable(slide.title)))
    shown = blocks_of(nodes if _is_table(nodes) else map(_as_points, nodes), level=3)
    yield from (each for each in shown if each != TABLE_GAP)
    if slide.button:
        yield paragraph([link(words(printable(slide.button.label)), slide.button.url)])
    if notes := _notes(slide):
        yield speaker_notes(notes)


def _notes(slide: Block) -> str:
    return " ".join(printable(each.text) for each in slide.lines if each.is_note)


def _is_table(nodes: Sequence[Node]) -> bool:
    return [node.kind for node in nodes] == ["table"]


def _as_points(node: Node) -> Node:
    """Return a table as a point a row: beside other text it would have a slide to itself."""
    if node.kind != "table":
        return replace(node, children=tuple(map(_as_points, node.children)))
    dash = Node(kind="text", text=" \u2013 ")
    rows = ([inner for cell in row.children for inner in (dash, *cell.children)][1:] for row in node.children)
    lines = (Node(kind="paragraph", children=tuple(row)) for row in rows)
    return Node(kind="bullets", children=tuple(Node(kind="item", children=(each,)) for each in lines))
