"""How long a text is, and how it is brought within its range of words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_MARKS = re.compile(r"^[ \t>]*(?:[-*+][ \t]+\[[xX ]\][ \t]|\d{1,3}[.)][ \t])", re.M)
_WORD = re.compile(r"[^\W_][^\s|\u2014\u2013]*")
_COMFORT = 1.1  # above the least, so that a word counted otherwise does no harm


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A paragraph, list or table of a text. Rank 0 always stands in it; the others join in their order."""

    text: str
    rank: int


def count_words(text: str) -> int:
    """Return how many words a reader sees: a URL is one, list marks and tick boxes are none."""
    return len(_WORD.findall(_MARKS.sub("", text)))


def fitted(passages: Iterable[Passage], *, fewest: int, most: int) -> str:
    """Return as many of the passages as the range asks for, in their order, a blank line between them."""
    given = [passage for passage in passages if passage.text]
    chosen = {place for place, passage in enumerate(given) if passage.rank == 0}
    words = sum(count_words(given[place].text) for place in chosen)
    for place in sorted(set(range(len(given))) - chosen, key=lambda place: given[place].rank):
        length = count_words(given[place].text)
        if words < fewest * _COMFORT and words + length <= most:
            chosen.add(place)
            words += length
    return "\n\n".join(given[place].text for place in sorted(chosen))
