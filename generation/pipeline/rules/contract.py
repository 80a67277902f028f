"""The rules that can fail an attempt: what the request states, and what must never be left in a text."""

import re
from collections.abc import Iterator
from functools import lru_cache

from generation.blueprints.base import Mark
from generation.blueprints.kinds import SECTION_KINDS, Line
from generation.calls import Violation
from generation.languages import CLOSING_MARKS
from generation.pipeline.reading import count_words, same_wording
from generation.pipeline.rules.base import Piece

MAX_BUTTON_WORDS = 5

_MARKS: dict[Mark, tuple[str, re.Pattern[str]]] = {
    "checkbox": ("tick box (a line that begins - [ ])", re.compile(r"^[ \t>]*[-*+][ \t]+\[[ xX]\]", re.M)),
    "table": ("Markdown table", re.compile(r"\|.*\n[ \t>]*\|?[ \t]*:?-{2,}:?[ \t]*\|", re.M)),
    "quote": ("quoted block (lines that begin >)", re.compile(r"^[ \t]*>", re.M)),
    "blank": ("line of underscores to write on", re.compile(r"(?:^|[\s|])_{3,}(?=[\s|.]|$)", re.M)),
}
_BUTTON = re.compile(r"^[ \t>*_-]*button\**:\**[ \t]*(\S.*)$", re.M | re.I)
_QUESTION = re.compile(rf"^[ \t]*#{{2,6}}[ \t]+\S.*\?[ \t\u00a0\u202f*_#{CLOSING_MARKS}]*$", re.M)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")

_SEPARATOR_LEFT = re.compile(r"section[_ ]break\b")
_REQUEST_LEFT = re.compile(r"</?request>|</?written\b|</?brief>|\"min_words\"|\"max_words\"")


def too_short(piece: Piece) -> Iterator[Violation]:
    if piece.words < piece.spec.min_words:
        yield piece.breaks(
            "too_short", f"The text came back too short ({piece.words} of {piece.spec.min_words} words)."
        )


def too_long(piece: Piece) -> Iterator[Violation]:
    if piece.words > piece.spec.max_words:
        yield piece.breaks(
            "too_long",
            f"The text came back too long ({piece.words} words, {piece.spec.max_words} at most).",
        )


def missing_text(piece: Piece) -> Iterator[Violation]:
    for wanted in piece.spec.include:
        if not _occurrence(wanted).search(piece.wording):
            yield piece.breaks("missing_text", f"\u201c{wanted}\u201d is missing.", wanted)


def missing_mark(piece: Piece) -> Iterator[Violation]:
    for mark in piece.spec.marks:
        name, pattern = _MARKS[mark]
        if not pattern.search(piece.body):
            yield piece.breaks("missing_mark", f"There is no {name}.")


def bad_button(piece: Piece) -> Iterator[Violation]:
    if not piece.spec.button:
        return
    if not (button := _BUTTON.search(piece.body)):
        yield piece.breaks("bad_fields", "There is no line \u201cButton: ...\u201d.")
    elif (words := count_words(label := _LINK.sub(r"\1", button[1]))) > MAX_BUTTON_WORDS:
        yield piece.breaks("bad_fields", f"The button has {words} words ({MAX_BUTTON_WORDS} at most).", label)


def bad_fields(piece: Piece) -> Iterator[Violation]:
    for line in SECTION_KINDS[piece.spec.kind].lines:
        value, limit = piece.field(line.key), _limit_of(line, piece)
        if not value:
            yield piece.breaks("bad_fields", f"There is no line \u201c{line.name}: ...\u201d.")
        elif limit and len(value) > limit:
            yield piece.breaks(
                "bad_fields", f"{line.name} has {len(value)} characters ({limit} at most).", value
            )


def _limit_of(line: Line, piece: Piece) -> int | None:
    return (
        piece.spec.max_title_chars
        if line.key == "title" and piece.spec.max_title_chars
        else line.most_characters
    )


def bad_tags(piece: Piece) -> Iterator[Violation]:
    if piece.spec.tags is not None and piece.tags and len(piece.tags) != piece.spec.tags:
        yield piece.breaks("bad_fields", f"There are {len(piece.tags)} tags ({piece.spec.tags} asked for).")
    for tag in piece.tags:
        if piece.spec.max_tag_chars and len(tag) > piece.spec.max_tag_chars:
            yield piece.breaks(
                "bad_fields", f"A tag has {len(tag)} characters ({piece.spec.max_tag_chars} at most).", tag
            )


def too_many_characters(piece: Piece) -> Iterator[Violation]:
    limit, length = piece.spec.max_chars, len(piece.body)
    if limit and length > limit:
        yield piece.breaks(
            "too_many_characters", f"The text has {length} characters ({limit} at most).", piece.body
        )


def missing_questions(piece: Piece) -> Iterator[Violation]:
    asked = len(_QUESTION.findall(piece.body))
    if (wanted := piece.spec.questions) and asked < wanted:
        yield piece.breaks(
            "missing_questions", f"{asked} of {wanted} headings are questions (a line \u201c### ...?\u201d)."
        )


def separator_left(piece: Piece) -> Iterator[Violation]:
    if left := _SEPARATOR_LEFT.search(piece.lowered):
        yield piece.breaks("separator_left", "The section separator was left.", left[0])


def request_left(piece: Piece) -> Iterator[Violation]:
    if left := _REQUEST_LEFT.search(piece.text):
        yield piece.breaks("request_left", f"Text of the request was left ({left[0]}).", left[0])


@lru_cache(maxsize=4096)
def _occurrence(wanted: str) -> re.Pattern[str]:
    """Return the pattern of `wanted` as it must stand: not as the beginning of a longer URL or number.

    Spaces of any width and kinds of apostrophe are alike (`same_wording`); letters, case and marks are not.
    """
    text = same_wording(wanted)
    before = r"(?<!\d)(?<!\d[.,])" if text[:1].isdigit() else ""
    after = r"(?!\d)(?![.,]\d)" if text[-1:].isdigit() else ""
    if text.startswith(("http://", "https://")):
        after = r"(?![\w-])(?![/?&=#%.~+:]\w)"
    return re.compile(before + re.escape(text) + after)
