"""What the demo writer knows of a launch: the funnel it belongs to, its event, its offer, its four steps."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from generation.providers.demo.asked import Asked
from generation.providers.demo.funnel import Funnel
from generation.providers.demo.material import Lesson, bank
from generation.providers.demo.phrasing import clipped, costs, listed, with_article
from generation.providers.demo.voice import Voice

STEPS = 4
MOVES_TOLD = 3  # of each step, in the talk; the next one stands on the page
_TROUBLES = 3
_POINTS, _BONUS_POINTS = 6, 4  # as many of a list are shown on a slide
_SOLD = "front_end"  # what a launch sells has the place of this product in a funnel


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step of the method: what it is called, the lesson it teaches, and in which reading."""

    title: str
    lesson: Lesson
    use: int


@dataclass(frozen=True, kw_only=True)
class Launch:
    """Brief and inputs as the writer uses them. Everything they lack has a plain stand-in, or is ""."""

    asked: Asked

    @cached_property
    def funnel(self) -> Funnel:
        """The funnel of the brief, with the offer as the product that is sold."""
        titles = self.chapters if len(self.chapters) >= STEPS else ()
        product = {**self._offer, "chapters": list(titles)}
        return Funnel(brief={**self.asked.brief, "products": {_SOLD: product}}, note=self.asked.note)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps of the method: what the first chapters of the offer teach, or the usual ones."""
        return tuple(self._step(number) for number in range(1, STEPS + 1))

    @cached_property
    def voice(self) -> Voice:
        """The voice of the whole launch; a slot that nobody filled is ""."""
        voice = self.funnel.voice_for(self.funnel.offers[_SOLD]).knowing(
            **self._said_of_the_event, **self._said_of_the_offer, **self._troubles
        )
        return voice.knowing(**self._said_of_the_steps(voice), **self._cautions(voice))

    @property
    def slides(self) -> int:
        given = self.asked.inputs.get("slides")
        return given if isinstance(given, int) else 30

    @property
    def bonuses(self) -> tuple[str, ...]:
        return _texts(self.asked.inputs.get("bonuses"))

    @property
    def chapters(self) -> tuple[str, ...]:
        return _texts(self._offer.get("chapters"))

    @property
    def _offer(self) -> Mapping[str, Any]:
        given = self.asked.inputs.get("offer")
        return given if isinstance(given, Mapping) else {}

    @property
    def _said_of_the_event(self) -> dict[str, str]:
        event = self._text("event") or "the presentation"
        author = self.funnel.signature
        return {
            "event": event,
            "event_short": _shortened(event, words=8),
            "date": self._text("date"),
            "watch_url": self._text("watch_url"),
            "registration_url": self._text("registration_url"),
            "signature": author,
            "author_short": _shortened(author, words=4),
            "brand_voice": str(self.asked.brief.get("brand_voice") or "plain, friendly and specific"),
        }

    @property
    def _said_of_the_offer(self) -> dict[str, str]:
        offer = self.funnel.offers[_SOLD]
        price = str(self._offer.get("price") or "free")
        a_format = with_article(str(self._offer.get("format") or "guide"))
        chapters = len(self.chapters)
        return {
            "product_short": _shortened(offer.name, words=8),
            "url": offer.url,
            "access_url": self._text("access_url") or offer.url,
            "price": price,
            "costs": costs(price),
            "a_format": a_format,
            "a_format_capital": _capitalised(a_format),
            "count": f"{chapters} chapters" if chapters > 1 else "",
            "contents": listed([f"*{title}*" for title in self.chapters]) if chapters > 1 else "",
            "contents_points": "\n".join(self.chapters[:_POINTS]),
            "bonuses": listed(self.bonuses),
            "bonus_list": "\n".join(f"- **{bonus}**, together with {offer.name}." for bonus in self.bonuses),
            "bonus_points": "\n".join(self.bonuses[:_BONUS_POINTS]),
        }

    @property
    def _troubles(self) -> dict[str, str]:
        points = len(_texts(self.asked.brief.get("pain_points")))
        return {
            f"trouble_{number + 1}": _capitalised(self.funnel.trouble(number))
            if number < max(points, 1)
            else ""
            for number in range(_TROUBLES)
        }

    def _step(self, number: int) -> Step:
        taught = self.funnel.teaching(_SOLD, number)
        return Step(title=self.funnel.title(_SOLD, number), lesson=taught.lesson, use=taught.use)

    def _said_of_the_steps(self, voice: Voice) -> dict[str, str]:
        said: dict[str, str] = {}
        for number, step in enumerate(self.steps, start=1):
            lesson = step.lesson
            said[f"step_{number}"] = step.title
            said[f"lens_{number}"] = lesson.lens
            said[f"move_{number}"] = voice.tell(lesson.steps[MOVES_TOLD], use=step.use)
            said[f"mistake_{number}"] = voice.tell(lesson.mistake, use=step.use)
            said[f"now_{number}"] = voice.tell(lesson.now, use=step.use)
            said[f"ask_{number}"] = voice.say(lesson.ask[0], use=step.use)
        return said

    def _cautions(self, voice: Voice) -> dict[str, str]:
        """Return the sentence of caution that the subject calls for, for the talk and for the page."""
        part = bank("launch_cautions").get(self.funnel.caution)
        talk, page = (voice.tell(paragraph) for paragraph in part) if part else ("", "")
        return {"caution_talk": talk, "caution_page": page}

    def _text(self, name: str) -> str:
        value = self.asked.inputs.get(name)
        return value.strip() if isinstance(value, str) else ""


def _texts(given: Any) -> tuple[str, ...]:
    return tuple(str(text) for text in given) if isinstance(given, list) else ()


def _shortened(text: str, *, words: int) -> str:
    return text if len(text.split()) <= words else clipped(text, words=words)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
