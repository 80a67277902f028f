"""A carousel's sections: its strategy, its slides with a scene each, and the caption they go out with."""

from collections.abc import Callable, Iterator, Mapping

from generation.providers.demo.asked import Asked, Wanted
from generation.providers.demo.carousel import HEADLINE_CHARACTERS, Carousel, capital
from generation.providers.demo.contract import held_to
from generation.providers.demo.length import Passage, fitted
from generation.providers.demo.material import bank
from generation.providers.demo.phrasing import clipped, lowered

_SHORT_GOAL = 7  # words
_HASHTAGS, _HASHTAG_CHARACTERS = 3, 30
_COMMON_HASHTAGS = ("OneStep", "CalmWork", "SmallHabits")

Write = Callable[[Carousel], str]


def write_carousel(asked: Asked) -> Callable[[Wanted], str]:
    """Return what writes each of the sections."""
    carousel = Carousel(brief=asked.brief, inputs=asked.inputs, note=asked.note)

    def write(wanted: Wanted) -> str:
        if wanted.kind == "carousel_slide":
            return _slide(carousel, wanted)
        if wanted.kind == "caption":
            return _caption(carousel, wanted)
        text = _STRATEGY.get(wanted.key, _angle)(carousel)
        return held_to(wanted, text, carousel.voice.knowing(title=wanted.title))

    return write


def _angle(carousel: Carousel) -> str:
    first, second, *_ = carousel.hooks
    voice = carousel.voice.knowing(first=first, second=second)
    return "\n\n".join(voice.tell(lines) for lines in bank("carousel")["angle"])


def _plan(carousel: Carousel) -> str:
    ideas = (f"{headline}: {lowered(scene.partition(',')[0])}." for headline, *_, scene in carousel.ideas)
    last = capital(clipped(carousel.goal, words=7)) or "Save it for the day it is needed"
    lines = (f"{carousel.hooks[0]}.", *ideas, f"{last}.")
    numbered = "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))
    return f"{carousel.tell(carousel.part('plan')[0])}\n\n{numbered}"


_STRATEGY: Mapping[str, Write] = {"angle": _angle, "look": lambda carousel: carousel.look, "plan": _plan}


def _slide(carousel: Carousel, wanted: Wanted) -> str:
    number = int(wanted.key.rpartition("_")[2])
    if number == 1:
        headline, text, scene = carousel.hooks[0], "", carousel.tell(carousel.part("hook_scenes")[0])
    elif number >= carousel.slides:
        headline, text, scene = _last(carousel)
    else:
        headline, *lines, scene = carousel.ideas[number - 2]
        text = carousel.tell(tuple(lines))
    return f"Headline: {headline}\nScene: {scene}\n\n{text}"


def _last(carousel: Carousel) -> tuple[str, str, str]:
    scene = carousel.tell(carousel.part("last_scenes")[0])
    goal = carousel.goal
    if goal and len(goal) <= HEADLINE_CHARACTERS:
        return capital(goal), carousel.tell(carousel.part("last_goal")[0]), scene
    if goal:
        return "The one next step", f"{capital(clipped(goal, words=20))}.", scene
    headline, *lines = carousel.part("last")[0]
    return headline, carousel.tell(tuple(lines)), scene


def _caption(carousel: Carousel, wanted: Wanted) -> str:
    body = fitted(_passages(carousel), fewest=wanted.fewest, most=wanted.most)
    text = held_to(wanted, body, carousel.voice.knowing(title=wanted.title))
    return f"Hashtags: {', '.join(_hashtags(carousel))}\n\n{text}"


def _passages(carousel: Carousel) -> Iterator[Passage]:
    ranks = {"captions": 0, "captions_more": 1, "captions_example": 2, "captions_limit": 3}
    for part, rank in ranks.items():
        yield Passage(text=carousel.tell(carousel.part(part)[0]), rank=rank)
    yield Passage(text=carousel.tell(carousel.part(_end_of_caption(carousel.goal))[0]), rank=0)
    yield Passage(text=carousel.url, rank=0)


def _end_of_caption(goal: str) -> str:
    """Return the part that leads to the goal; a long one stands on the last slide, and nowhere twice."""
    if not goal:
        return "captions_end"
    return "captions_goal" if len(goal.split()) <= _SHORT_GOAL else "captions_long_goal"


def _hashtags(carousel: Carousel) -> list[str]:
    given = carousel.brief.get("keywords")
    own = map(_hashtag, given if isinstance(given, list) else ())
    fitting = (tag for tag in (*own, *_COMMON_HASHTAGS) if 1 < len(tag) <= _HASHTAG_CHARACTERS)
    return list({tag.casefold(): tag for tag in fitting}.values())[:_HASHTAGS]


def _hashtag(keyword: object) -> str:
    words = "".join(sign if sign.isalnum() else " " for sign in str(keyword)).split()
    return "".join(map(capital, words))
