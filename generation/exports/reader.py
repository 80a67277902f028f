"""The Markdown reader of all exports: tables, tick boxes, links to the web, and neither HTML nor pictures."""

from functools import cache
from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from generation.exports.boxes import tick_boxes

_LONGEST_ADDRESS = 2000
_SCHEMES = frozenset({"http", "https", "mailto"})


@cache
def reader() -> MarkdownIt:
    """Return the reader; what it renders is safe to show, whoever wrote the text."""
    markdown = MarkdownIt("gfm-like", {"html": False}).use(tick_boxes)
    markdown.disable("image")  # an export asks no other computer for anything
    markdown.validateLink = _is_safe  # type: ignore[method-assign]  # the library's own way to say it
    if markdown.linkify is not None:
        markdown.linkify.set({"fuzzy_link": False})  # "notes.md" is no address
        _bound(markdown.linkify)
    markdown.add_render_rule("hr", _render_rule)
    return markdown


def plain_text(inline: Token) -> str:
    """Return what a reader sees of one line, without its marks."""
    seen = (child.content for child in inline.children or () if child.type in ("text", "code_inline"))
    return " ".join("".join(seen).split())


def _bound(linkify: Any) -> None:
    """Look no further for the end of a bare address than any is long: a text of their beginnings has many."""
    at_start = linkify.match_at_start
    linkify.match_at_start = lambda text: at_start(text[:_LONGEST_ADDRESS])


def _is_safe(url: str) -> bool:
    try:
        return urlsplit(url.strip()).scheme.lower() in _SCHEMES
    except ValueError:
        return False


def _render_rule(renderer: object, tokens: list[Token], index: int, *_: object) -> str:
    """Underscores are a line to write on; dashes and stars are a pause."""
    return '<hr class="blank">\n' if tokens[index].markup.startswith("_") else "<hr>\n"
