"""The tags of a listing: the brief's own words first, then what buyers of such files type."""

import re
from collections.abc import Iterator

from generation.providers.demo.funnel import Funnel, Offer
from generation.providers.demo.phrasing import lowered

_ARTICLE = re.compile(r"^(?:a|an|the) ", re.I)
_COMMON = (
    "step by step",
    "self paced course",
    "instant download",
    "digital download",
    "pdf guide",
    "printable pages",
    "how to get started",
    "small habits",
    "weekly routine",
    "beginner friendly",
    "simple system",
    "time saver",
    "action plan",
    "self study",
    "quick start",
)


def listing_tags(funnel: Funnel, offer: Offer, *, count: int, longest: int) -> list[str]:
    """Return exactly so many different tags, none longer than that."""
    tags: dict[str, str] = {}
    for phrase in (*_own(funnel, offer), *_COMMON, *(f"idea {number}" for number in range(1, count + 1))):
        tag = " ".join(re.sub(r"[,\s]+", " ", phrase).lower().split())
        if 1 < len(tag) <= longest:
            tags.setdefault(tag.casefold(), tag)
    return list(tags.values())[:count]


def _own(funnel: Funnel, offer: Offer) -> Iterator[str]:
    values = funnel.voice.values
    form = lowered(offer.form)
    yield from funnel.keywords
    yield _bare(values["subject"])
    yield f"{_bare(values['subject'])} {form}"
    yield form
    yield f"{form} pdf"
    yield _bare(lowered(offer.name))
    yield values["people"]
    yield " ".join(values["people"].split()[:2])
    yield from (_bare(lowered(title)) for title in offer.titles[:3])


def _bare(phrase: str) -> str:
    return _ARTICLE.sub("", phrase)
