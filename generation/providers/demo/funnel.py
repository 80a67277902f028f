"""What the demo writer knows of a funnel: its brief read forgivingly, its products, its planned chapters."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from generation.providers.demo.curriculum import (
    USUAL,
    Hand,
    Place,
    Teaching,
    deal_scripts,
    plan_lessons,
    words_of,
)
from generation.providers.demo.formats import TEMPLATES, shape_of
from generation.providers.demo.material import bank, lessons, names, scripts
from generation.providers.demo.phrasing import (
    clipped,
    head,
    lowered,
    price_of,
    shown,
    stands_alone,
    subject_of,
)
from generation.providers.demo.voice import Voice

LEADS_TO = {
    "lead_magnet": "front_end",
    "front_end": "upsell_1",
    "bump": "upsell_1",
    "upsell_1": "upsell_2",
    "upsell_2": "bundle",
}
BUNDLE = "bundle"
_MOST_CHAPTERS = 16
_USUAL_CHAPTERS = 5
_QUESTIONS_A_CHAPTER = 4
# What the subject is called when it has just been named.
_WORK = ("the work", "the practice", "the routine", "the project")
_PRONOUNS = {
    "she": {"she": "she", "her": "her", "them": "her"},
    "he": {"she": "he", "her": "his", "them": "him"},
}
_TONES = {
    "dry": ("dry", "wry", "sober", "blunt", "matter-of-fact"),
    "encouraging": ("encourag", "motivat", "energetic", "coach", "upbeat", "playful"),
    "warm": ("warm", "kind", "friendly", "gentle", "caring", "calm"),
}
_CAUTIONS = {  # the words that show what a subject touches
    "health": "anxiety diet fitness health healthy injuries injury knees medical nutrition pain pregnancy "
    "running sleep stress weight yoga",
    "money": "crypto debt debts invest investing investment mortgage pension retirement savings tax taxes",
    "law": "contracts divorce immigration law lawyer legal visa",
}


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A product or the bundle; `titles` are its chapters as far as the brief names them."""

    key: str
    name: str
    form: str
    price: Decimal
    url: str
    titles: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return len(self.titles) or len(USUAL.get(self.key, ())) or _USUAL_CHAPTERS


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """A brief as the writer uses it. Everything the brief lacks has a plain stand-in."""

    brief: Mapping[str, Any]
    note: str = ""

    @cached_property
    def offers(self) -> Mapping[str, Offer]:
        """The five products in their order, then the bundle, then "", which stands for none of them."""
        given = _mapping(self.brief.get("products"))
        products = {key: _offer(key, _mapping(given.get(key))) for key in LEADS_TO}
        bundle = _offer(BUNDLE, {"format": "digital bundle", **_mapping(self.brief.get("bundle"))})
        return {**products, BUNDLE: bundle, "": _offer("", {"name": self._text("topic", "This guide")})}

    @cached_property
    def voice(self) -> Voice:
        """The voice of all that is not about one product."""
        topic = self._text("topic", "A practice of your own")
        audience = self._text("audience", "people with little time")
        return Voice(
            seed=json.dumps([topic, audience, self._text("promise", ""), self.note]),
            values={
                "subject": subject_of(topic),
                "people": head(audience, words=8),
                "audience_short": clipped(lowered(audience), words=16),
                "aim": lowered(clipped(self._text("promise", "Get further with less effort"), words=20)),
                "author": clipped(self.signature, words=8),
                **self.words_of_chapter(0),
                **self._example("funnel"),
            },
        )

    @property
    def signature(self) -> str:
        """Who publishes it, with every dot the brief writes: a sentence would put its own behind it."""
        return " ".join(self._text("author", "The author").split())

    def voice_for(self, offer: Offer) -> Voice:
        """Return the voice of a product: its own example person, its own trouble first."""
        number = list(self.offers).index(offer.key)
        return self.voice.knowing(
            product=offer.name,
            trouble=self.trouble(number),
            front_end=self.offers["front_end"].name,
            method_title=self.title("front_end", 1 + number % 2),
            **self._example(offer.key),
        )

    def trouble(self, number: int) -> str:
        points = self.brief.get("pain_points")
        texts = [str(point) for point in points] if isinstance(points, list) else []
        return (
            lowered(clipped(texts[number % len(texts)], words=18)) if texts else "there is never time for it"
        )

    def words_of_chapter(self, slot: int) -> dict[str, str]:
        """Return what a chapter calls its trouble and its matter, so that neighbours do not sound alike.

        `work` is one thing and may do something; `focus` may be several and may not.
        """
        spoken = [keyword for keyword in self.keywords if stands_alone(keyword)]
        start = len(self._text("topic", "")) + slot
        work, other = _WORK[start % len(_WORK)], _WORK[(start + 1) % len(_WORK)]
        focus = spoken[slot % len(spoken)] if spoken else other
        return {"trouble": self.trouble(slot), "work": work, "focus": focus}

    @cached_property
    def tone(self) -> str:
        """The part of the asides that suits the brand voice: "warm", "dry", "encouraging" or "plain"."""
        wish = self._text("brand_voice", "").lower()
        return next((tone for tone, hints in _TONES.items() if any(hint in wish for hint in hints)), "plain")

    @cached_property
    def caution(self) -> str:
        """What the subject touches that calls for a professional: "health", "money", "law" or ""."""
        said = words_of(" ".join(self._text(name, "") for name in ("topic", "promise", "audience")))
        return next((kind for kind, words in _CAUTIONS.items() if said & words_of(words)), "")

    @cached_property
    def keywords(self) -> tuple[str, ...]:
        given = self.brief.get("keywords")
        return tuple(str(keyword) for keyword in given) if isinstance(given, list) else ()

    def shown_price(self, price: Decimal) -> str:
        return shown(price, self._text("currency", "USD"))

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every chapter of the five products, in their order."""
        return tuple(
            Place(
                product=offer.key,
                number=number,
                title=offer.titles[number - 1] if offer.titles else "",
                teaches=shape_of(offer.form) != TEMPLATES,
            )
            for offer in self.offers.values()
            if offer.key in LEADS_TO
            for number in range(1, offer.count + 1)
        )

    @cached_property
    def hands(self) -> Mapping[tuple[str, int], Hand]:
        """The texts to copy of each chapter that consists of such."""
        places = [place for place in self.places if not place.teaches]
        return deal_scripts(places, self.voice.shuffled(scripts(), named=lambda script: script.title))

    def teaching(self, product: str, number: int) -> Teaching:
        """Return what a chapter teaches; one that no plan holds teaches any lesson, in another reading."""
        spare = list(lessons().values())[number % len(lessons())]
        return self._teachings.get((product, number), Teaching(lesson=spare, use=2))

    def slot(self, product: str, number: int) -> int:
        """Return the chapter's place among all chapters of the funnel, from 0."""
        return self._slots.get((product, number), len(self._slots) + number)

    def questions(self, offer: Offer, number: int) -> tuple[int, int]:
        """Return the first question of a chapter and how many it may answer.

        They are numbered through the funnel and said anew when all have been asked. A long product gives each
        chapter fewer, so that none comes twice within it.
        """
        share = min(_QUESTIONS_A_CHAPTER, len(bank("depth")["all"]) // offer.count)
        first = self.slot(offer.key, number) - (number - 1)
        return first * _QUESTIONS_A_CHAPTER + (number - 1) * share, share

    def has_chapter(self, product: str, number: int) -> bool:
        return (product, number) in self._slots

    def title(self, product: str, number: int) -> str:
        """Return a chapter's title: the brief's, else that of its lesson."""
        if self.has_chapter(product, number) and (given := self.places[self.slot(product, number)].title):
            return given
        teaching = self.teaching(product, number)
        return self._settled.say(teaching.lesson.titles, use=teaching.use)

    def titles(self, offer: Offer) -> tuple[str, ...]:
        return tuple(self.title(offer.key, number) for number in range(1, offer.count + 1))

    @cached_property
    def _teachings(self) -> Mapping[tuple[str, int], Teaching]:
        return plan_lessons(self.places)

    @cached_property
    def _slots(self) -> Mapping[tuple[str, int], int]:
        return {(place.product, place.number): at for at, place in enumerate(self.places)}

    @cached_property
    def _settled(self) -> Voice:
        """The voice of what all tasks agree on. A note may change the wording, never titles and names."""
        return Voice(seed=json.dumps([self._text("topic", ""), self._text("audience", "")]))

    def _example(self, key: str) -> dict[str, str]:
        people = self._settled.shuffled(names(), named=" ".join)
        name, pronoun = people[list(LEADS_TO).index(key) if key in LEADS_TO else len(LEADS_TO)]
        return {"name": name, **_PRONOUNS[pronoun]}

    def _text(self, name: str, otherwise: str) -> str:
        value = self.brief.get(name)
        return value.strip() if isinstance(value, str) and value.strip() else otherwise


def _offer(key: str, given: Mapping[str, Any]) -> Offer:
    titles = given.get("chapters")
    return Offer(
        key=key,
        name=str(given.get("name") or "The next step"),
        form=str(given.get("format") or "guide"),
        price=price_of(str(given.get("price") or "0")),
        url=str(given.get("url") or ""),
        titles=tuple(str(title) for title in titles[:_MOST_CHAPTERS]) if isinstance(titles, list) else (),
    )


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
