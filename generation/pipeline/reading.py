"""How Markdown is read: its words, sentences and links, and when two texts count as the same."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from generation.blueprints.base import SectionSpec
from generation.blueprints.kinds import SECTION_KINDS, SectionKind
from generation.calls import SectionText

_MARKS = re.compile(
    r"^[ \t>]*(?:[-*+][ \t]+\[[xX ]\][ \t]|\d{1,3}[.)][ \t])|<(?!https?:)/?[a-zA-Z!][^<>\n]*>", re.M
)
# A word runs from its first letter or digit to the next space, so that a URL is one and a lone mark is none.
_WORD = re.compile(r"[^\W_][^\s|\u2014\u2013]*")
_URL = re.compile(r"https?://[^\s<>()\[\]\"\u201c\u201d|]+")
_URL_END = ".,;:!?*_'\u2019`"
_BLOCK = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+>#|]|\d+[.)])[ \t])")
_LEADING_MARKS = re.compile(r"^[\s>#*+|-]*(?:\[[ xX]\]\s*)?(?:\d+[.)]\s+)?")
_SENTENCE_END = re.compile(r"(?<=[.!?\u2026:])[\"\u201d\u2019)*_]*\s+")
_PLAIN_WORD = re.compile(r"\w+(?:['\u2019]\w+)*")
_NOT_NAME = re.compile(r"[\W_]+")
# What looks and reads the same: spaces of other widths and line breaks, typographic apostrophes.
_APOSTROPHES = str.maketrans("\u2019\u2018\u02bc", "'''")


@lru_cache(maxsize=256)  # a section is counted when it is checked, and again when it is tidy
def count_words(markdown: str) -> int:
    """Return how many words a reader sees: a URL is one, list marks, tick boxes, tags and rules are none."""
    return len(_WORD.findall(_MARKS.sub("", markdown)))


def count_read(kind: str, body: str, fields: Mapping[str, Any]) -> int:
    """Return how many words of a section are read: its text, and those of its lines that are part of it.

    What is drawn and what is for programs has none. A kind that is declared no more is its text alone.
    """
    declared = SECTION_KINDS.get(kind) or SectionKind()
    if declared.is_picture or declared.is_data:
        return 0
    lines = (str(fields.get(line.key) or "") for line in declared.lines if line.counts)
    return sum(map(count_words, (body, *lines)))


def is_empty(section: SectionText, kind: str) -> bool:
    """Whether it says nothing: no word of text, and, where its kind may lack that, no named line either."""
    if SECTION_KINDS[kind].may_lack_text and any(section.fields.values()):
        return False
    return not count_words(section.body)


def plain_words(markdown: str) -> list[str]:
    """Return the words in lower case, without URLs and without marks."""
    return _PLAIN_WORD.findall(_URL.sub(" ", markdown).casefold())


def links(markdown: str) -> list[str]:
    """Return the URLs as they stand, each as often as it does."""
    return [url.rstrip(_URL_END) for url in _URL.findall(markdown)]


def sentences(markdown: str) -> Iterator[str]:
    """Yield the sentences of paragraphs, list items, headings and table rows, without their leading marks."""
    for block in _BLOCK.split(markdown):
        for sentence in _SENTENCE_END.split(_LEADING_MARKS.sub("", block)):
            if sentence:
                yield sentence


def same_wording(text: str) -> str:
    """Return `text` with every run of space as one blank and apostrophes straight: equal texts read alike."""
    return " ".join(text.translate(_APOSTROPHES).split())


def folded_name(name: str) -> str:
    """Return a section's name as it is compared: "Chapter 1", "chapter_1" and "**CHAPTER 1**" are one."""
    return _NOT_NAME.sub("_", name.casefold()).strip("_")


def names_of_sections(specs: tuple[SectionSpec, ...]) -> dict[str, SectionSpec]:
    """Return the sections by every folded name a heading may call them: key, title, or "key: title".

    A title that two sections share names neither; a key always wins.
    """
    titles = [folded_name(spec.title) for spec in specs]
    by_title = {
        title: spec for title, spec in zip(titles, specs, strict=True) if title and titles.count(title) == 1
    }
    by_both = {folded_name(f"{spec.key} {spec.title}"): spec for spec in specs}
    return by_title | by_both | {folded_name(spec.key): spec for spec in specs}
