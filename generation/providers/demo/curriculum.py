"""Which lesson each chapter of a funnel teaches, so that no two teach the same."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generation.providers.demo.material import Lesson, Script, lessons, scripts

# The lessons of a product whose chapters have no titles, in the order a reader needs them; a product with
# more chapters goes on with what is left. As many as a product usually has, and together never one twice.
USUAL: Mapping[str, tuple[str, ...]] = {
    "lead_magnet": ("start-small", "prepare-well", "own-pace", "fixed-windows", "setbacks"),
    "front_end": ("purpose", "good-goals", "map-journey", "choosing-tools", "difficult-case", "weekly-reset"),
    "bump": ("second-look", "count-first", "good-places"),
    "upsell_1": (
        "real-capacity",
        "visible-status",
        "simple-sorting",
        "moving-over",
        "small-tests",
        "finish-lines",
        "good-company",
        "keep-alive",
    ),
    "upsell_2": (
        "steady-supply",
        "kind-limits",
        "say-it-early",
        "clear-words",
        "mark-progress",
        "real-rest",
        "monthly-review",
        "next-round",
    ),
}


_PLAIN_FIT = 2  # words in common; from there on the earlier chapter has the first choice

SCRIPTS_A_CHAPTER = 7
Hand = tuple[tuple[Script, int], ...]


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a chapter stands: its product, its number from 1, and its title, "" where nobody gave it one.

    A chapter that `teaches` nothing, because it is made of texts to copy, leaves the others their lessons.
    """

    product: str
    number: int
    title: str = ""
    teaches: bool = True


@dataclass(frozen=True, kw_only=True)
class Teaching:
    """The lesson of a chapter; `use` is 1 when another chapter of the funnel teaches it too."""

    lesson: Lesson
    use: int = 0


def plan_lessons(places: Sequence[Place]) -> dict[tuple[str, int], Teaching]:
    """Return the lesson for each place, by product and number.

    The chapters up to a product's usual number choose first, so that an ordinary funnel teaches each lesson
    once; those beyond choose again from all.
    """
    usual = [place for place in places if place.number <= len(USUAL.get(place.product, ()))]
    beyond = [place for place in places if place not in usual]
    return {
        (place.product, place.number): Teaching(lesson=lesson, use=use)
        for use, choosing in enumerate((usual, beyond))
        for place, lesson in _assign(choosing).items()
    }


def deal_scripts(places: Iterable[Place], deck: Sequence[Script]) -> dict[tuple[str, int], Hand]:
    """Return a hand of texts to copy for each place: the least used first, the fitting before others.

    Those that fit equally well keep the order of the bank, where a first reminder stands before a second.

    The number beside a script says how often it was dealt before, so that it can be said differently.
    """
    dealt = dict.fromkeys(deck, 0)
    hands: dict[tuple[str, int], Hand] = {}
    for place in places:
        order = sorted(deck, key=lambda script: (dealt[script], *_likeness(place, script)))
        hands[place.product, place.number] = tuple(
            (script, dealt[script]) for script in order[:SCRIPTS_A_CHAPTER]
        )
        for script in order[:SCRIPTS_A_CHAPTER]:
            dealt[script] += 1
    return hands


def _likeness(place: Place, script: Script) -> tuple[int, int]:
    fit = len(words_of(place.title) & script.about)
    return -fit, scripts().index(script) if fit else 0


def _assign(places: Sequence[Place]) -> dict[Place, Lesson]:
    """Return a different lesson for each place, as long as there are any."""
    free = dict(lessons())
    chosen: dict[Place, Lesson] = {}
    wishes = sorted(
        (not place.teaches, -_fit(place, lesson), at, key)
        for at, place in enumerate(places)
        for key, lesson in lessons().items()
        if _fit(place, lesson)
    )
    for _, _, at, key in wishes:
        if key in free and places[at] not in chosen:
            chosen[places[at]] = free.pop(key)
    for place in (place for place in places if place not in chosen):
        if key := next((key for key in (*USUAL.get(place.product, ()), *free) if key in free), ""):
            chosen[place] = free.pop(key)
    return chosen


def _fit(place: Place, lesson: Lesson) -> int:
    """Return how well the lesson suits the place: by its title, else by the usual order."""
    if not place.title:
        return _PLAIN_FIT if _usual_key(place) == lesson.key else 0
    return min(_PLAIN_FIT, len(words_of(place.title) & lesson.about))


def words_of(title: str) -> frozenset[str]:
    """Return the words of a title as lessons and scripts list them."""
    return frozenset(re.findall(r"[^\W_]+", title.casefold()))


def _usual_key(place: Place) -> str:
    usual = USUAL.get(place.product, ())
    return usual[place.number - 1] if place.number <= len(usual) else ""
