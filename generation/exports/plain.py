"""Plain text: what an email tool and a marketplace take where they take no marks."""

from collections.abc import Iterable, Iterator
from textwrap import indent

from generation.exports.layout import Block
from generation.exports.letters import printable
from generation.exports.tree import Node, read

_BULLET = "\u2022"
_BOXES = {True: "\u2611", False: "\u2610", None: _BULLET}
_ALWAYS = {"blank": "_" * 30, "pause": "* * *"}


def as_plain_text(markdown: str) -> str:
    """Return the text without marks; a link that has words of its own is followed by its address."""
    return "\n\n".join(_blocks(read(markdown)))


def text_of_block(block: Block) -> str:
    """Return the block's text without marks, its button as a last line; named lines are not part of it."""
    text = as_plain_text(block.body)
    return f"{text}\n\n{printable(block.button.label)}: {block.button.url}" if block.button else text


def _blocks(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        text = _block(node)
        if text.strip():
            yield text


def _block(node: Node) -> str:
    match node.kind:
        case "paragraph" | "heading":
            return _line(node.children).strip()
        case "bullets" | "numbers":
            return "\n".join(_items(node))
        case "table":
            return "\n".join(_row(row) for row in node.children)
        case "quote":
            return indent("\n\n".join(_blocks(node.children)), "> ", lambda line: True)
        case _:
            return _ALWAYS.get(node.kind, node.text)


def _items(node: Node) -> Iterator[str]:
    for number, item in enumerate(node.children, start=node.number):
        mark = f"{number}." if node.kind == "numbers" else _BOXES[item.ticked]
        text = "\n".join(_blocks(item.children))
        yield f"{mark} {indent(text, ' ' * (len(mark) + 1)).lstrip()}"


def _row(row: Node) -> str:
    return " | ".join(_line(cell.children) for cell in row.children)


def _line(nodes: Iterable[Node]) -> str:
    return "".join(_piece(node) for node in nodes)


def _piece(node: Node) -> str:
    match node.kind:
        case "text" | "code":
            return node.text
        case "break":
            return "\n"
        case "gap":
            return "_" * node.number
        case "link":
            words = _line(node.children)
            return words if words in (node.url, node.url.removeprefix("mailto:")) else f"{words} ({node.url})"
        case _:
            return _line(node.children)
