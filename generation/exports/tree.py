"""Markdown as a tree: what PDF, DOCX and EPUB are made of, so that no text is ever read twice.

The safe reader has taken the text apart; from here on it is data. What sets it in type is handed values and
never markup, whoever wrote them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from markdown_it.tree import SyntaxTreeNode

from generation.exports.letters import clean
from generation.exports.reader import reader

Block = Literal["paragraph", "heading", "bullets", "numbers", "item", "quote", "table", "row", "cell"]
Kind = Literal[
    Block,
    "verbatim",
    "blank",
    "pause",
    "text",
    "strong",
    "emphasis",
    "struck",
    "code",
    "link",
    "break",
    "gap",
]

MOST_LEVELS = 8
"""Lists and quotes deeper than this stand at the deepest level: no reader and no program follows further."""

_GAP = re.compile(r"(_{3,})")
_PLACES: dict[str, Kind] = {
    "paragraph": "paragraph",
    "bullet_list": "bullets",
    "ordered_list": "numbers",
    "list_item": "item",
    "blockquote": "quote",
    "tr": "row",
}
_MARKS: dict[str, Kind] = {"strong": "strong", "em": "emphasis", "s": "struck", "link": "link"}


@dataclass(frozen=True, kw_only=True)
class Node:
    """One piece of a text. `text` is shown as it is; `url` is where a link leads, to the web or by mail.

    `number` is a heading's level, the first number of a list, or how long a gap is. `ticked` is None where an
    item has no box to tick.
    """

    kind: Kind
    text: str = ""
    url: str = ""
    number: int = 0
    ticked: bool | None = None
    align: str = ""
    children: tuple["Node", ...] = field(default=())


def read(markdown: str) -> tuple[Node, ...]:
    """Return the text as blocks. A line of underscores is a blank to write on, within a line it is a gap."""
    root = SyntaxTreeNode(reader().parse(markdown))
    return tuple(_blocks(root.children, MOST_LEVELS))


def plain(nodes: Iterable[Node]) -> str:
    """Return what a reader sees, without its marks."""
    return "".join(node.text or plain(node.children) for node in nodes)


def _blocks(nodes: Sequence[SyntaxTreeNode], levels: int) -> Iterator[Node]:
    for node in nodes:
        if block := _leaf(node):
            yield block
        elif levels:
            yield from _place(node, levels - 1)
        else:
            yield from _blocks(node.children, 0)


def _leaf(node: SyntaxTreeNode) -> Node | None:
    """Return what holds no other blocks; None is a list, an item, a quote, or nothing we know."""
    match node.type:
        case "heading":
            return Node(kind="heading", number=int(node.tag[1]), children=_line_within(node))
        case "paragraph" | "inline":
            return Node(kind="paragraph", children=_line_within(node))
        case "fence" | "code_block":
            return Node(kind="verbatim", text=clean(node.content).rstrip("\n"))
        case "hr":
            return Node(kind="blank" if node.markup.startswith("_") else "pause")
        case "table":
            return Node(kind="table", children=tuple(_rows(node)))
        case _:
            return None


def _place(node: SyntaxTreeNode, levels: int) -> Iterator[Node]:
    """Yield a list, an item or a quote; the words of anything else stay as they are."""
    children = tuple(_blocks(node.children, levels))
    kind = _PLACES.get(node.type)
    if kind is None:
        yield from children
    elif kind == "numbers":
        yield Node(kind=kind, number=int(node.attrs.get("start", 1)), children=children)
    else:
        yield Node(kind=kind, ticked=_tick_of(node) if kind == "item" else None, children=children)


def _tick_of(item: SyntaxTreeNode) -> bool | None:
    if "task-list-item" not in str(item.attrs.get("class", "")):
        return None
    boxes = (inner.content for inner in item.walk() if inner.type == "html_inline")
    return 'checked="checked"' in next(boxes, "")


def _rows(table: SyntaxTreeNode) -> Iterator[Node]:
    """Yield the rows of a table, its head first; all have as many cells as the head."""
    for row in (row for part in table.children for row in part.children):
        cells = tuple(
            Node(kind="cell", align=_alignment(cell), children=_line_within(cell)) for cell in row.children
        )
        yield Node(kind="row", children=cells)


def _alignment(cell: SyntaxTreeNode) -> str:
    return str(cell.attrs.get("style", "")).rpartition(":")[2]


def _line_within(block: SyntaxTreeNode) -> tuple[Node, ...]:
    inlines = [block] if block.type == "inline" else block.children
    inline = next((child for child in inlines if child.type == "inline"), None)
    return _line(inline, MOST_LEVELS) if inline else ()


def _line(nodes: SyntaxTreeNode, levels: int) -> tuple[Node, ...]:
    line = [inner for node in nodes.children for inner in _words(node, levels)]
    if line and line[0].kind == "text" and nodes.type == "inline":
        line[0] = replace(line[0], text=line[0].text.lstrip())  # a space stands between a box and its words
    return tuple(line)


def _words(node: SyntaxTreeNode, levels: int) -> Iterator[Node]:
    match node.type:
        case "text":
            yield from _with_gaps(clean(node.content))
        case "code_inline":
            yield Node(kind="code", text=clean(node.content))
        case "softbreak":
            yield Node(kind="text", text=" ")
        case "hardbreak":
            yield Node(kind="break")
        case "html_inline":
            return  # the box of an item to tick: the item knows it
        case mark if mark in _MARKS and levels:
            url = str(node.attrs.get("href", "")) if mark == "link" else ""
            yield Node(kind=_MARKS[mark], url=url, children=_line(node, levels - 1))
        case _:
            yield from _line(node, 0)


def _with_gaps(text: str) -> Iterator[Node]:
    for piece in _GAP.split(text):
        if _GAP.fullmatch(piece):
            yield Node(kind="gap", number=len(piece))
        elif piece:
            yield Node(kind="text", text=piece)
