"""The questions of a list and their answers as plain text, which is what search engines are told."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from generation.languages import CLOSING_MARKS

_AFTER_THE_MARK = f" {CLOSING_MARKS}"
_SEEN = ("text", "code_inline")
_BREAKS = ("softbreak", "hardbreak")
_WHOLE = ("fence", "code_block")


@dataclass
class _Found:
    question: str
    answer: list[str] = field(default_factory=list)


def answered_questions(markdown: str) -> Iterator[tuple[str, str]]:
    """Yield each question and its answer; a heading that asks nothing, or that nobody answers, is none."""
    for found in _under_headings(_reader().parse(markdown)):
        answer = " ".join(filter(None, found.answer))
        if found.question.rstrip(_AFTER_THE_MARK).endswith("?") and answer:
            yield found.question, answer


def _under_headings(tokens: list[Token]) -> list[_Found]:
    found: list[_Found] = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        if before and before.type == "heading_open":
            found.append(_Found(question=_plain(token)))
        elif found and (token.type == "inline" or token.type in _WHOLE):
            found[-1].answer.append(_plain(token))
    return found


def _plain(token: Token) -> str:
    """Return what a reader sees of it, in one line."""
    if token.type in _WHOLE:
        return " ".join(token.content.split())
    children = token.children or ()
    seen = (" " if child.type in _BREAKS else child.content for child in children if _is_seen(child))
    return " ".join("".join(seen).split())


def _is_seen(token: Token) -> bool:
    return token.type in _SEEN or token.type in _BREAKS


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")
