"""Web pages as their owner puts them online: one file each, for every screen and for paper.

A page asks nothing of another computer and runs no code. What its owner has to fill in is plainly not
finished: nobody is to put a proof online that was never given.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Literal

from markdown_it.token import Token
from markupsafe import Markup

from generation.exports.content import FunnelContent
from generation.exports.layout import Block, lay_out
from generation.exports.named import is_data
from generation.exports.reader import plain_text, reader
from generation.exports.shelves import Document
from generation.exports.templating import render
from generation.exports.words import slot_note

Look = Literal["plain", "article", "questions", "offer", "proof", "closing"]

_LONG_OPENING = 320  # characters: more than that is read, and not taken in at a glance
_SLOT = re.compile(r"\W*proof slot\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question and its answer, which is HTML."""

    asked: str
    answer: Markup


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A block of the page with its text as HTML, and what it looks like."""

    block: Block
    look: Look
    text: Markup
    questions: tuple[Question, ...] = ()


def write_page(document: Document, content: FunnelContent) -> bytes:
    """Return the document, which has a hero, as a web page."""
    page = lay_out(document)
    shown = [_piece(block, content) for block in page.blocks if _is_seen(block)]
    hero = next(piece for piece in shown if piece.block.role == "hero")
    pieces = [piece for piece in shown if piece is not hero]
    if pieces and pieces[-1].block.button:
        pieces[-1] = replace(pieces[-1], look="closing")
    meta: Mapping[str, Any] = next((block.fields for block in page.blocks if block.role == "meta"), {})
    return render(
        "landing.html",
        content,
        title=meta.get("title") or hero.block.title or page.title,
        description=meta.get("description") or "",
        structured_data=[_data(each.body) for each in document.sections if is_data(each.kind)],
        heading=hero.block.title or page.title,
        hero=hero,
        pieces=pieces,
    )


def _is_seen(block: Block) -> bool:
    """Whether it stands on the page, and not in its head."""
    return block.role != "meta" and not is_data(block.role)


def _data(text: str) -> Markup:
    """Return the JSON so that nothing in it ends the element it stands in; "{}" where it is none."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        data = {}
    return Markup(json.dumps(data, indent=1).replace("<", "\\u003c"))  # noqa: S704 - it has no sign of HTML


def _piece(block: Block, content: FunnelContent) -> Piece:
    tokens = reader().parse(_without_address(block))
    slots = list(_slots(tokens))
    for place in reversed(slots):
        tokens[place].attrSet("class", "slot")
        tokens.insert(place + 1, _note(slot_note(content.language)))
    if block.role == "faq":
        text, questions = _ask(tokens)
        return Piece(block=block, look="questions", text=text, questions=questions)
    has_table = any(token.type == "table_open" for token in tokens)
    look: Look = "proof" if slots else "offer" if has_table else "plain"
    if block.role == "hero" and len(block.body) > _LONG_OPENING:
        look = "article"
    return Piece(block=block, look=look, text=_html(tokens))


def _without_address(block: Block) -> str:
    """Return the text without a line that is nothing but the address its button leads to."""
    if block.button is None:
        return block.body
    lines = block.body.split("\n")
    return "\n".join(line for line in lines if line.strip().strip("<>") != block.button.url)


def _slots(tokens: Sequence[Token]) -> Iterator[int]:
    """Yield where the quotes begin that are places to be filled."""
    for place, token in enumerate(tokens):
        if token.type == "blockquote_open":
            words = next((each for each in tokens[place:] if each.type == "inline"), None)
            if words and _SLOT.match(plain_text(words)):
                yield place


def _note(text: str) -> Token:
    note = Token("html_block", "", 0)
    note.content = str(Markup('<p class="note">{}</p>\n').format(text))
    return note


def _ask(tokens: Sequence[Token]) -> tuple[Markup, tuple[Question, ...]]:
    """Return what stands before the first question, and the questions: a heading each."""
    begins = [place for place, token in enumerate(tokens) if token.type == "heading_open" and not token.level]
    questions = (
        Question(asked=plain_text(tokens[begin + 1]), answer=_html(tokens[begin + 3 : end]))
        for begin, end in pairwise([*begins, len(tokens)])
    )
    return _html(tokens[: begins[0] if begins else None]), tuple(questions)


def _html(tokens: Sequence[Token]) -> Markup:
    markdown = reader()
    return Markup(markdown.renderer.render(tokens, markdown.options, {}))  # noqa: S704 - as the reader does it
