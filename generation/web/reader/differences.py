"""What is different between two texts, word by word, for eyes and not for machines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

Kind = Literal["same", "folded", "removed", "added"]

# Comparing takes time as the product of two lengths: what is longer is shown as replaced, in a moment.
_MOST_LINES = 1_000_000
_MOST_WORDS = 250_000
_MOST_WORDS_IN_ALL = 1_000_000
_ALIKE = 0.3  # of two passages that share less, nobody wants to see which words they share
_LONG = 800  # characters that are the same: more of them are folded away, but for so many at either end
_CONTEXT = 200
_WORD = re.compile(r"\s*(?:\w+|[^\w\s]+)|\s+$")


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A run of text that is the same in both, folded away or not, or stands in one of them alone."""

    kind: Kind
    text: str


def compare(before: str, after: str) -> list[Stretch]:
    """Return the stretches that make up both texts, in reading order: those removed before those added."""
    lines = before.splitlines(keepends=True), after.splitlines(keepends=True)
    if len(lines[0]) * len(lines[1]) > _MOST_LINES:
        return _joined(_replaced(before, after))
    return _joined(_compare_lines(*lines))


def fold(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Return the stretches, with what is far from any difference folded away; nothing where there is none."""
    if len(stretches) < 2:
        return list(stretches)
    return [
        piece
        for stretch in stretches
        for piece in _folded(stretch, leads=stretch is stretches[0], ends=stretch is stretches[-1])
    ]


def _folded(stretch: Stretch, *, leads: bool, ends: bool) -> Iterator[Stretch]:
    """Yield a stretch that is long and the same in three: the one that `leads` or `ends` needs two."""
    text = stretch.text
    if stretch.kind != "same" or len(text) < _LONG:
        yield stretch
        return
    start = 0 if leads else text.rfind(" ", 0, _CONTEXT) + 1 or _CONTEXT
    end = len(text) if ends else text.rfind(" ", start, len(text) - _CONTEXT) + 1 or len(text) - _CONTEXT
    if start:
        yield Stretch(kind="same", text=text[:start])
    yield Stretch(kind="folded", text=text[start:end])
    if end < len(text):
        yield Stretch(kind="same", text=text[end:])


def _compare_lines(before: Sequence[str], after: Sequence[str]) -> Iterator[Stretch]:
    words_left = _MOST_WORDS_IN_ALL
    for same, old, new in _runs(before, after):
        if same:
            yield Stretch(kind="same", text="".join(old))
            continue
        words = [_WORD.findall("".join(lines)) for lines in (old, new)]
        size = len(words[0]) * len(words[1])
        if size > min(_MOST_WORDS, words_left):
            yield from _replaced("".join(old), "".join(new))
            continue
        words_left -= size
        yield from _compare_words(*words)


def _compare_words(before: Sequence[str], after: Sequence[str]) -> Iterator[Stretch]:
    if SequenceMatcher(None, before, after).quick_ratio() < _ALIKE:
        yield from _replaced("".join(before), "".join(after))
        return
    for same, old, new in _runs(before, after):
        if same:
            yield Stretch(kind="same", text="".join(old))
        else:
            yield from _replaced("".join(old), "".join(new))


def _runs(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    """Yield what both have and what differs, in turn."""
    for tag, start, end, new_start, new_end in SequenceMatcher(None, before, after).get_opcodes():
        yield tag == "equal", before[start:end], after[new_start:new_end]


def _replaced(before: str, after: str) -> Iterator[Stretch]:
    yield Stretch(kind="removed", text=before)
    yield Stretch(kind="added", text=after)


def _joined(stretches: Iterator[Stretch]) -> list[Stretch]:
    """Return the stretches, none empty and no two of a kind in a row."""
    said = (stretch for stretch in stretches if stretch.text)
    return [
        Stretch(kind=kind, text="".join(stretch.text for stretch in run))
        for kind, run in groupby(said, key=lambda stretch: stretch.kind)
    ]
