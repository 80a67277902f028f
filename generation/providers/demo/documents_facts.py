"""What a person's notes state, a line or sentence each, as far as it can be quoted to the letter."""

import re
from collections.abc import Iterator, Sequence

_LINE_MARK = re.compile(r"^\s*(?:[-*+•>]+|#{1,6}|\d{1,3}[.)])\s+")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[^\Wa-z_])")
_LOOSE_ENDS = " .;,:\u2013\u2014-"
# Marks of Markdown, and what looks like a placeholder: in a text of ours either would mean something else.
_UNFIT = re.compile(r"[\[\]{}<>|`\\#*_~^]|section.break", re.I)
_DOUBLE_QUOTES = str.maketrans(dict.fromkeys('“”„«»"', "'"))
_INNER_STOP = re.compile(r"[.!?…:]\s")
_FEWEST_WORDS, _MOST_WORDS = 4, 25


def facts_in(notes: str) -> tuple[str, ...]:
    """Return the statements in their order, none twice: four to 25 words each, without the dot at the end."""
    return tuple(dict.fromkeys(fact for line in notes.splitlines() for fact in _facts(line)))


def dealt(facts: Sequence[str], *, share: int, place: int, places: int) -> tuple[str, ...]:
    """Return up to `share` of the facts, others for each place; they come round when all have been dealt.

    One in two pieces, such as "Refunds: three in six months", belongs to one place alone: its second piece
    would be the same sentence wherever it stood.
    """
    own = [
        fact for number, fact in enumerate(facts) if number % places == place or not _INNER_STOP.search(fact)
    ]
    return tuple(own[(place * share + number) % len(own)] for number in range(min(share, len(own))))


def _facts(line: str) -> Iterator[str]:
    for sentence in _SENTENCE_END.split(_LINE_MARK.sub("", line)):
        fact = " ".join(sentence.split()).strip(_LOOSE_ENDS).translate(_DOUBLE_QUOTES)
        if _FEWEST_WORDS <= len(fact.split()) <= _MOST_WORDS and not _UNFIT.search(fact):
            yield fact
