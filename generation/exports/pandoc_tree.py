"""Pandoc's own tree, made from ours: it reads no Markdown and no HTML of anybody's, so no text is code."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from generation.exports.tree import Node, plain

Element = dict[str, Any]

BREAK: Element = {"t": "LineBreak"}

_NOBODY: list[Any] = ["", [], []]
_BOXES = {True: "\u2611", False: "\u2610"}
_NOTHING: Element = {"t": "Str", "c": "\u00a0"}
_NARROWEST, _WIDEST = 12, 40  # letters
_MARKS = {"strong": "Strong", "emphasis": "Emph", "struck": "Strikeout"}
_ALIGNED = {"left": "AlignLeft", "right": "AlignRight", "center": "AlignCenter"}


def paragraph(inlines: list[Element]) -> Element:
    return {"t": "Para", "c": inlines}


def heading(level: int, text: list[Element], *, name: str = "") -> Element:
    return {"t": "Header", "c": [level, [name, [], []], text]}


def styled(style: str, blocks: Sequence[Element]) -> Element:
    """Return blocks in a style of ours: a paragraph style in DOCX, a class in EPUB."""
    attributes = [style.lower().replace(" ", "-")], [["custom-style", style]]
    return {"t": "Div", "c": [["", *attributes], list(blocks)]}


PAUSE = styled("Pause", [paragraph([_NOTHING])])
TABLE_GAP = styled("Table Gap", [paragraph([_NOTHING])])


def link(text: list[Element], url: str) -> Element:
    return {"t": "Link", "c": [_NOBODY, text, [url, ""]]}


def strong(text: list[Element]) -> Element:
    return {"t": "Strong", "c": text}


def speaker_notes(text: str) -> Element:
    """Return what is said to a slide, as one paragraph."""
    return {"t": "Div", "c": [["", ["notes"], []], [paragraph(words(text))]]}


def inlines(text: list[Element]) -> Element:
    """Return words as something said about a document, rather than in it."""
    return {"t": "MetaInlines", "c": text}


def string(text: str) -> Element:
    return {"t": "MetaString", "c": text}


def words(text: str) -> list[Element]:
    """Return the text as words and spaces."""
    pieces: list[Element] = []
    for place, word in enumerate(text.split(" ")):
        pieces += [{"t": "Space"}] if place else []
        pieces += [{"t": "Str", "c": word}] if word else []
    return pieces


def blocks_of(nodes: Iterable[Node], *, level: int) -> list[Element]:
    """Return the nodes as blocks; a heading of level 3, their highest, becomes one of `level`."""
    return [block for node in nodes for block in _block(node, level)]


def _block(node: Node, level: int) -> Iterator[Element]:
    match node.kind:
        case "paragraph":
            yield paragraph(line(node.children))
        case "heading":
            yield heading(node.number - 3 + level, line(node.children))
        case "table":
            yield from (_table(node.children), TABLE_GAP)
        case "verbatim":
            yield {"t": "CodeBlock", "c": [_NOBODY, node.text]}
        case "blank":
            yield styled("Blank Line", [paragraph([_NOTHING])])
        case "pause":
            yield PAUSE
        case _:
            yield _place(node, level)


def _place(node: Node, level: int) -> Element:
    """Return a list or a quote, which holds other blocks."""
    if node.kind == "quote":
        return {"t": "BlockQuote", "c": blocks_of(node.children, level=level)}
    items = [_item(item, level) for item in node.children]
    if node.kind == "numbers":
        return {"t": "OrderedList", "c": [[node.number, {"t": "Decimal"}, {"t": "Period"}], items]}
    return {"t": "BulletList", "c": items}


def _item(item: Node, level: int) -> list[Element]:
    """Return a list's item; its box, where it has one, stands before its first words."""
    blocks = blocks_of(item.children, level=level)
    if item.ticked is None:
        return blocks
    box = {"t": "Str", "c": _BOXES[item.ticked]}
    if blocks and blocks[0]["t"] == "Para":
        return [paragraph([box, {"t": "Space"}, *blocks[0]["c"]]), *blocks[1:]]
    return [paragraph([box]), *blocks]


def _table(rows: Sequence[Node]) -> Element:
    aligned = [_alignment(cell) for cell in rows[0].children]
    widths = [{"t": "ColWidth", "c": width} for width in _widths(rows)]
    columns = [list(column) for column in zip(aligned, widths, strict=True)]
    head, *others = [[_NOBODY, [_cell(cell) for cell in row.children]] for row in rows]
    body = [[_NOBODY, 0, [], others]] if others else []
    return {"t": "Table", "c": [_NOBODY, [None, []], columns, [_NOBODY, [head]], body, [_NOBODY, []]]}


def _widths(rows: Sequence[Node]) -> list[float]:
    """Return each column's share of the width, by its longest cell and within reason."""
    columns = zip(*(row.children for row in rows), strict=True)
    longest = [max(len(plain(cell.children)) for cell in column) for column in columns]
    weights = [min(max(letters, _NARROWEST), _WIDEST) for letters in longest]
    return [weight / sum(weights) for weight in weights]


def _cell(cell: Node) -> list[Any]:
    return [_NOBODY, _alignment(cell), 1, 1, [{"t": "Plain", "c": line(cell.children)}]]


def _alignment(cell: Node) -> Element:
    return {"t": _ALIGNED.get(cell.align, "AlignDefault")}


def line(nodes: Iterable[Node]) -> list[Element]:
    """Return the nodes of one line."""
    return [inline for node in nodes for inline in _inline(node)]


def _inline(node: Node) -> Iterator[Element]:
    match node.kind:
        case "text":
            yield from words(node.text)
        case "code":
            yield {"t": "Code", "c": [_NOBODY, node.text]}
        case "link":
            yield link(line(node.children), node.url)
        case "break":
            yield BREAK
        case "gap":
            yield {"t": "Str", "c": "_" * min(node.number, 40)}
        case mark:
            yield {"t": _MARKS[mark], "c": line(node.children)}
