"""A page's keyword, bent so that it fits into a sentence, and what its matter is called besides."""

import re
from collections.abc import Sequence

from generation.providers.demo.phrasing import head, lowered, subject_of

_ASKING = re.compile(r"(?:how|why|what|when|where|whether|which|who|is|are|can|do|does|should)\b", re.I)
_HOW_TO = "how to "
_ARTICLE = re.compile(r"(?:an?|the|my|your|our)\b", re.I)
_UNIQUE = re.compile(r"(?:best|cheapest|top|first|easiest|right)\b", re.I)
_PLURAL = re.compile(r"(?:[^\Ws]s|people|children|men|women)$", re.I)
_UNCOUNTED = re.compile(
    r"(?:ing|ment|ness|ity|ation|mail|work|care|health|money|sleep|software|equipment|advice|furniture|coffee"
    r"|tea|bread|food|clothing|jewelry|jewellery|music|paper|art)$",
    re.I,
)


def about(keyword: str) -> str:
    """Return the keyword, to the letter, as something one can look for: "a client portal"."""
    said = lowered(keyword)
    if said.startswith(_HOW_TO):
        return said
    if _ASKING.match(said) or _is_order(said):
        return f"“{said}”"
    last = head(said, words=6).split()[-1]
    if _ARTICLE.match(said) or _PLURAL.search(last) or _UNCOUNTED.search(last):
        return said
    if _UNIQUE.match(said):
        return f"the {said}"
    return f"{'an' if said[0] in 'aeio' else 'a'} {said}"


def matter(keyword: str, taken: Sequence[str]) -> str:
    """Return the one word the keyword is about: "templates", "writing".

    Returns "" where there is no such word, or where it is one of those that are `taken`.
    """
    said = lowered(keyword)
    if _ASKING.match(said) and not said.startswith(_HOW_TO):
        return ""
    words = subject_of(said).split()
    does = _is_order(said) and words[1:2] != ["to"]
    word = (words[0] if does else words[-1]) if words else ""
    return word if word.isalpha() and word.casefold() not in {other.casefold() for other in taken} else ""


def _is_order(said: str) -> bool:
    """Whether it tells somebody to do something: "learn Spanish online", "how to write an invoice"."""
    return subject_of(said) != head(said, words=6)


def one_thing(word: str) -> str:
    """Return the matter as one thing that can do something: "portal", "set of templates"."""
    if not word:
        return "product"
    return f"set of {word}" if _PLURAL.search(word) else word


def many_things(word: str) -> str:
    """Return the matter as several things to choose from: "templates", "kinds of software"."""
    if not word:
        return "offers"
    return word if _PLURAL.search(word) else f"kinds of {word}"


def doing_it(word: str) -> str:
    """Return the matter as something one works on: "writing", "work on templates"."""
    if not word:
        return "work"
    return word if word.endswith("ing") else f"work on {word}"
