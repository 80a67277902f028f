"""A document made ready for any format: one title a section, headings in order, buttons found."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import indent
from typing import Any

from generation.blueprints.base import WrittenSection
from generation.exports.named import NamedLine, heading_of, is_data, named_lines
from generation.exports.reader import plain_text, reader
from generation.exports.shelves import Document

# Pieces of a product that run on without a title of their own: their names are ours, not the reader's.
UNTITLED = frozenset({"cover", "bridge", "call_to_action"})
_NUMBER_ONLY = re.compile(r"chapter \d+", re.IGNORECASE)
_NUMBER_BEFORE = re.compile(r"\A\W*chapter \d+\W*", re.IGNORECASE)
_BOLD_LINE = re.compile(r"(\*\*|__)(?P<words>[^*_]+)\1")
_BUTTON = re.compile(r"^[ \t>*_-]*button\**:\**[ \t]*(?P<label>\S.*)$", re.MULTILINE | re.IGNORECASE)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_CHAPTERS_LINE = re.compile(r"[^\w\n]*chapters[^\w\n]*", re.IGNORECASE)
_LIST_LINE = re.compile(r"[ \t]*(?:[-*+]|\d+[.)])[ \t].*")
_DEEPEST = 6


@dataclass(frozen=True, kw_only=True)
class Button:
    label: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Block:
    """A section as it is shown. `role` is the section's kind, or which piece of a product it is.

    `title` is "" where none is shown; `body` is Markdown whose highest heading is of level 3.
    """

    role: str
    title: str
    body: str
    fields: Mapping[str, Any]
    lines: tuple[NamedLine, ...] = ()
    button: Button | None = None

    @property
    def above(self) -> tuple[NamedLine, ...]:
        """The named lines that stand above its text, without what is its title already."""
        return tuple(each for each in self.lines if not each.line.below and not each.is_heading)

    @property
    def below(self) -> tuple[NamedLine, ...]:
        return tuple(each for each in self.lines if each.line.below)


@dataclass(frozen=True, kw_only=True)
class Page:
    """A document as it is shown; `contents` are the titles a reader may want to go to."""

    label: str
    byline: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def contents(self) -> tuple[str, ...]:
        return tuple(block.title for block in self.blocks if block.title)


def lay_out(document: Document) -> Page:
    """Return the document as a page. Its title is the cover's own where the cover has one."""
    title = document.title
    blocks = []
    for section in document.sections:
        if section.key == "cover":
            title, body = split_title(section.body, document.title)
            blocks.append(_block(section, "", _without_chapter_list(body, document)))
        elif document.titled and (heading := heading_of(section)):
            blocks.append(_block(section, heading, section.body))
        elif not document.titled or section.key in UNTITLED:
            blocks.append(_block(section, "", _without_title(section.body, title)))
        else:
            blocks.append(_block(section, *split_title(section.body, section.title)))
    return Page(label=document.label, byline=document.byline, title=_one_line(title), blocks=tuple(blocks))


def _block(section: WrittenSection, title: str, body: str) -> Block:
    body, button = (_as_code(body), None) if is_data(section.kind) else _split_button(body)
    return Block(
        role=section.key if section.key in UNTITLED else section.kind,
        title=_one_line(title),
        body=_nest_headings(body),
        fields=section.fields,
        lines=named_lines(section),
        button=button,
    )


def split_title(body: str, title: str) -> tuple[str, str]:
    """Return the section's title and its text without it: a heading it opens with is its own title.

    What repeats the title goes, "Chapter 3:" before it or not; a line in bold names a chapter that has only a
    number.
    """
    tokens = reader().parse(body)
    if tokens and tokens[0].type == "heading_open" and tokens[0].map:
        own, rest = plain_text(tokens[1]), _lines_from(body, tokens[0].map[1])
        return (title if _repeats(own, title) else own, rest) if own and rest else (title, body)
    first, _, rest = body.lstrip().partition("\n")
    if _repeats(first, title) and rest.strip():
        return title, rest.strip("\n")
    bold = _BOLD_LINE.fullmatch(first.strip())
    if bold and _NUMBER_ONLY.fullmatch(title) and rest.strip():
        return f"{title}: {bold['words']}", rest.strip("\n")
    return title, body


def _repeats(line: str, title: str) -> bool:
    return _folded(title) in (_folded(line), _folded(_NUMBER_BEFORE.sub("", line, count=1)))


def _without_title(body: str, title: str) -> str:
    own, rest = split_title(body, title)
    return rest if _folded(own) == _folded(title) else body


def _without_chapter_list(body: str, document: Document) -> str:
    """Drop the list of chapters a cover may end with, once they are all there: the contents replace it."""
    lines = body.split("\n")
    start = next((place for place, line in enumerate(lines) if _CHAPTERS_LINE.fullmatch(line)), len(lines))
    listed = [line for line in lines[start + 1 :] if line.strip()]
    written = sum(section.key.startswith("chapter_") for section in document.sections)
    if len(listed) <= written and all(_LIST_LINE.fullmatch(line) for line in listed):
        return "\n".join(lines[:start]).rstrip()
    return body


def _split_button(body: str) -> tuple[str, Button | None]:
    """Return the text without its line `Button: ...`, and that button leading where the text's link does."""
    found = _BUTTON.search(body)
    url = _first_link(body)
    if not found or not url:
        return body, None
    label = _LINK.sub(r"\1", found["label"]).strip(" *_`")
    rest = f"{body[: found.start()].rstrip()}\n\n{body[found.end() :].lstrip()}".strip()
    return rest, Button(label=label, url=url)


def _as_code(body: str) -> str:
    """Return the text as it is, whatever marks it seems to have."""
    return indent(body.strip("\n"), "    ")


def _first_link(body: str) -> str:
    for token in reader().parse(body):
        for child in token.children or ():
            if child.type == "link_open":
                return str(child.attrGet("href"))
    return ""


def _nest_headings(body: str) -> str:
    """Return the text with its highest heading at level 3, below the title of document and section."""
    opens = [token for token in reader().parse(body) if token.type == "heading_open" and token.level == 0]
    if not opens:
        return body
    shift = 3 - min(int(token.tag[1]) for token in opens)
    lines: list[str] = body.split("\n")
    for token in reversed(opens):  # from the end, because a heading underlined takes two lines
        start, end = token.map or (0, 0)
        words = lines[start].strip(" \t#") if token.markup.startswith("#") else lines[start].strip()
        lines[start:end] = [f"{'#' * min(_DEEPEST, int(token.tag[1]) + shift)} {words}"]
    return "\n".join(lines)


def _lines_from(body: str, start: int) -> str:
    return "\n".join(body.split("\n")[start:]).strip("\n")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()
