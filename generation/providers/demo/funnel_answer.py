"""A funnel's sections, and those of anything else that nobody writes better: each by the piece it is."""

import re
from collections.abc import Callable, Mapping
from functools import partial

from generation.providers.demo.asked import Asked, Wanted
from generation.providers.demo.chapters import Chapter, write_chapter
from generation.providers.demo.contract import held_to
from generation.providers.demo.curriculum import Place
from generation.providers.demo.funnel import LEADS_TO, Funnel, Offer
from generation.providers.demo.material import lessons
from generation.providers.demo.offers import (
    write_bridge,
    write_bundle,
    write_call,
    write_cover,
    write_email,
    write_listing,
    write_summary,
)

_CHAPTER = re.compile(r"chapter_(\d+)")
_UNNAMED = re.compile(r"chapter \d+", re.I)

Writer = Callable[[Funnel, Offer, Wanted], str]
_BY_KIND: Mapping[str, Writer] = {
    "tldr": write_summary,
    "email": write_email,
    "listing": write_listing,
    "bundle": write_bundle,
}
_BY_KEY: Mapping[str, Writer] = {
    "cover": write_cover,
    "bridge": write_bridge,
    "call_to_action": write_call,
}


def write_funnel(asked: Asked) -> Callable[[Wanted], str]:
    """Return what writes each of the sections."""
    funnel = Funnel(brief=asked.brief, note=asked.note)
    return partial(_section, funnel, _offer_of_task(funnel, asked))


def _section(funnel: Funnel, of_task: Offer, wanted: Wanted) -> str:
    writer = _BY_KIND.get(wanted.kind) or _BY_KEY.get(wanted.key) or _chapter
    offer = _offer_of_section(funnel, wanted) or of_task
    voice = funnel.voice_for(offer).knowing(title=wanted.title)
    return held_to(wanted, writer(funnel, offer, wanted), voice)


def _offer_of_section(funnel: Funnel, wanted: Wanted) -> Offer | None:
    """Return the product that the section's key names, as in `listing_bump` or `front_end_email_1`."""
    return next((offer for key, offer in funnel.offers.items() if key and key in wanted.key), None)


def _offer_of_task(funnel: Funnel, asked: Asked) -> Offer:
    """Return the product the task is about: the one it names first, a longer name before a shorter one."""
    places = [
        (found.start(), -len(offer.name), key)
        for key, offer in funnel.offers.items()
        if key in LEADS_TO and (found := re.search(rf"(?<!\w){re.escape(offer.name)}(?!\w)", asked.task))
    ]
    return funnel.offers[min(places)[2] if places else ""]


def _chapter(funnel: Funnel, offer: Offer, wanted: Wanted) -> str:
    place = _place(funnel, offer, wanted)
    first_question, questions = funnel.questions(offer, place.number)
    chapter = Chapter(
        product=offer.key,
        number=place.number,
        title=place.title,
        following=_following(funnel, offer, place.number),
        form=offer.form,
        teaching=funnel.teaching(offer.key, place.number),
        slot=funnel.slot(offer.key, place.number),
        first_question=first_question,
        questions=questions,
        fewest=wanted.fewest,
        most=wanted.most,
        tone=funnel.tone,
        caution=funnel.caution,
        named=wanted.title == place.title,
        marks=wanted.marks,
        hand=funnel.hands.get((offer.key, place.number), ()),
    )
    return write_chapter(chapter, funnel.voice_for(offer).knowing(**funnel.words_of_chapter(chapter.slot)))


def _place(funnel: Funnel, offer: Offer, wanted: Wanted) -> Place:
    """Return where the section stands; one that no funnel has gets a number from its key."""
    found = _CHAPTER.fullmatch(wanted.key)
    number = int(found[1]) if found else 1 + funnel.voice.number(wanted.key) % len(lessons())
    named = wanted.title and not _UNNAMED.fullmatch(wanted.title)
    title = wanted.title if named else funnel.title(offer.key, number)
    return Place(product=offer.key, number=number, title=title)


def _following(funnel: Funnel, offer: Offer, number: int) -> str:
    return funnel.title(offer.key, number + 1) if funnel.has_chapter(offer.key, number + 1) else ""
