"""The rules of a web page that people find by searching; they go by a section's kind or its role."""

import re
from collections.abc import Iterator, Sequence

from generation.blueprints.kinds import SECTION_KINDS
from generation.calls import Violation
from generation.languages import CLOSING_MARKS
from generation.pipeline.draft import FinishedSection
from generation.pipeline.reading import plain_words
from generation.pipeline.rules.base import Piece

KEYWORD_WITHIN_WORDS = 100
MOST_OF_A_KEYWORD = 0.02  # of a page's words
_FEWEST_TIMES = 3  # a few sentences always have a high share of something

_MAIN_HEADING = re.compile(r"^ {0,3}#[ \t]+(.+)", re.M)
_ANSWER = re.compile(
    rf"^[ \t]*#{{2,6}}[ \t]+\S.*\?[ \t\u00a0\u202f*_#{CLOSING_MARKS}]*\n+(?![ \t]*#)(.+)", re.M
)
_EMPHASIS = re.compile(r"[*_>]")
_BARE = re.compile(
    r"(?:yes|no|it depends|sí|depende|oui|non|ça dépend|ja|nein|das kommt darauf an|sì|dipende|sim|não|nee)"
    r"\s*(?:[,.;:!]|$)",
    re.I,
)


def title_without_keyword(piece: Piece) -> Iterator[Violation]:
    """The line that search results show as a page's title holds its main keyword."""
    keyword, title = _main_keyword(piece), piece.field("title")
    if piece.spec.kind == "meta" and keyword and not _times(keyword, title):
        yield piece.breaks("title_without_keyword", f"\u201c{keyword}\u201d is not in the title.", title)


def headline_without_keyword(piece: Piece) -> Iterator[Violation]:
    keyword, headline = _main_keyword(piece), piece.field("headline")
    if piece.spec.role == "opening" and keyword and not _times(keyword, headline):
        message = f"\u201c{keyword}\u201d is not in the page's main heading."
        yield piece.breaks("headline_without_keyword", message, headline)


def keyword_comes_late(piece: Piece) -> Iterator[Violation]:
    keyword = _main_keyword(piece)
    if piece.spec.role != "opening" or not keyword:
        return
    first = plain_words(f"{piece.field('subhead')}\n{piece.body}")[:KEYWORD_WITHIN_WORDS]
    if not _times(keyword, " ".join(first)):
        message = f"\u201c{keyword}\u201d is not within the first {KEYWORD_WITHIN_WORDS} words."
        yield piece.breaks("keyword_comes_late", message)


def second_main_heading(piece: Piece) -> Iterator[Violation]:
    """A text that stands under a headline of its own has no heading of the first level."""
    if piece.kind.line("headline") and (found := _MAIN_HEADING.search(piece.body)):
        yield piece.breaks(
            "second_main_heading", "A second main heading, where a page has one.", found[1].strip()
        )


def bare_answer(piece: Piece) -> Iterator[Violation]:
    """An answer is shown without its question in search results, so it says what it speaks of."""
    if piece.spec.role != "answers":
        return
    for answer in _ANSWER.findall(piece.body):
        if _BARE.match(_EMPHASIS.sub("", answer).strip()):
            yield piece.breaks("bare_answer", "An answer that needs its question to be understood.", answer)


def crowded_keyword(piece: Piece) -> Iterator[Violation]:
    """No keyword is more than two in a hundred of a page's words; told where the page begins."""
    if piece.spec.role != "opening":
        return
    text = _page_text(piece.draft.sections)
    words = len(plain_words(text))
    for keyword in piece.draft.context.keywords:
        times = _times(keyword, text)
        if times >= _FEWEST_TIMES and times > words * MOST_OF_A_KEYWORD:
            share = f"{times / words:.1%}".replace("%", " %")
            message = (
                f"\u201c{keyword}\u201d stands {times} times on the page, {share} of its words (2 % at most)."
            )
            yield piece.breaks("crowded_keyword", message, keyword)


def _main_keyword(piece: Piece) -> str:
    return next(iter(piece.draft.context.keywords), "")


def _page_text(sections: Sequence[FinishedSection]) -> str:
    """Return what a visitor reads: the headlines and texts, without what only search engines are told."""
    shown = [section for section in sections if SECTION_KINDS[section.spec.kind].line("headline")]
    return "\n".join(str(part) for section in shown for part in (*section.fields.values(), section.body))


def _times(keyword: str, text: str) -> int:
    """Return how often the keyword stands in the text, whatever its capitals, hyphens and marks."""
    wanted, words = _bare(keyword), _bare(text)
    return f" {words} ".replace(" ", "  ").count(f" {wanted.replace(' ', '  ')} ") if wanted else 0


def _bare(text: str) -> str:
    return " ".join(plain_words(text))
