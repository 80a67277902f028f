"""What the demo writer knows of a web page: its inputs read forgivingly, and the words it fills in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from generation.providers.demo import page_words
from generation.providers.demo.material import Paragraph, Part, bank, names
from generation.providers.demo.page_facts import Facts
from generation.providers.demo.phrasing import clipped, head, listed, lowered
from generation.providers.demo.voice import Voice

STEPS = 4
_STEPS = "four"
_MOST_OTHERS = 2
_MINUTES = ("10", "12", "15", "20", "25", "30", "40")
_WEEKS = ("two", "three", "four", "five", "six")
_FIGURES = range(3, 13)
_TOTALS = range(60, 100)
_PRONOUNS = {
    "she": {"she": "she", "her": "her", "them": "her"},
    "he": {"she": "he", "her": "his", "them": "him"},
}
_TYPES = ("category", "product", "landing", "blog")
_NOUNS = {
    "category": page_words.many_things,
    "product": page_words.one_thing,
    "landing": page_words.doing_it,
    "blog": page_words.doing_it,
}


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page as the writer uses it. Everything its inputs lack has a plain stand-in.

    Two pages for the same keywords are written in the same words, wherever they stand.
    """

    brief: Mapping[str, Any]
    inputs: Mapping[str, Any]
    facts: Facts
    note: str = ""

    @property
    def type(self) -> str:
        given = self.inputs.get("page_type")
        return given if given in _TYPES else "category"

    @cached_property
    def keywords(self) -> tuple[str, ...]:
        given = self.inputs.get("keywords")
        said = [" ".join(str(keyword).split()) for keyword in given] if isinstance(given, list) else []
        return tuple(filter(None, said)) or (clipped(self._text("topic", "this page"), words=4),)

    @cached_property
    def voice(self) -> Voice:
        bare = Voice(seed=json.dumps([self.type, self.keywords, self._text("topic", ""), self.note]))
        return bare.knowing(**self._words(), **self._example(bare), **self._given())

    def part(self, name: str) -> Part:
        """Return a part of the sentences for pages of this type, in this page's own order."""
        return tuple(self.voice.shuffled(self._part(name), named="\n".join))

    def in_turn(self, name: str, count: int) -> Part:
        """Return so many paragraphs of a part in their order, the first and the last among them."""
        first, *between, last = self._part(name)
        chosen = self.voice.shuffled(between, named="\n".join)[: count - 2]
        return (first, *(lines for lines in between if lines in chosen), last)

    def tell(self, lines: Paragraph) -> str:
        """Return these sentences as one paragraph, with figures of its own."""
        voice = self.voice
        at = voice.number("\n".join(lines))
        figure = str(_FIGURES[at % len(_FIGURES)])
        return voice.knowing(figure=figure, minutes=_MINUTES[at // 16 % len(_MINUTES)]).tell(lines)

    @property
    def sku_count(self) -> int:
        value = self.inputs.get("sku_count")
        return value if isinstance(value, int) else 0

    def _part(self, name: str) -> Part:
        return bank(f"pages/{self.type}")[name]

    def _words(self) -> Mapping[str, str]:
        keyword, *others = self.keywords
        matter = page_words.matter(keyword, self.keywords)
        return {
            "Keyword": keyword[:1].upper() + keyword[1:],
            "about": page_words.about(keyword),
            "also": listed([page_words.about(other) for other in others[:_MOST_OTHERS]]),
            "noun": _NOUNS[self.type](matter),
            "steps": _STEPS,
            "Steps": _STEPS.capitalize(),
        }

    def _example(self, voice: Voice) -> Mapping[str, str]:
        """Return whom the page takes as an example, and what goes for all of it."""
        name, pronoun = voice.shuffled(names(), named=" ".join)[0]
        return {
            "name": name,
            **_PRONOUNS[pronoun],
            "weeks": _WEEKS[voice.number("weeks") % len(_WEEKS)],
            "total": str(_TOTALS[voice.number("total") % len(_TOTALS)]),
        }

    def _given(self) -> Mapping[str, str]:
        """Return what the brief and the inputs say, as it fits into a sentence."""
        return {
            "people": head(self._text("audience", "people with little time"), words=8),
            "aim": lowered(clipped(self._text("promise", "get further with less effort"), words=20)),
            "author": clipped(self._text("author", "the author"), words=8),
            "host": (urlsplit(str(self.inputs.get("url"))).hostname or "this site").removeprefix("www."),
            "trouble": self._trouble(),
            "skus": f"{self.sku_count:,}",
        }

    def _trouble(self) -> str:
        points = self.brief.get("pain_points")
        texts = [str(point) for point in points] if isinstance(points, list) else []
        chosen = len("".join(self.keywords)) % len(texts) if texts else 0
        return lowered(clipped(texts[chosen], words=18)) if texts else "there is never time for it"

    def _text(self, name: str, otherwise: str) -> str:
        value = self.brief.get(name)
        return " ".join(value.split()) if isinstance(value, str) and value.strip() else otherwise
