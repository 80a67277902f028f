"""What the demo writer knows of a carousel: its inputs read forgivingly, and the words it fills in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from generation.providers.demo.material import Paragraph, Part, bank
from generation.providers.demo.phrasing import clipped, head, lowered, subject_of
from generation.providers.demo.voice import Voice

USUAL_SLIDES = 7
HEADLINE_CHARACTERS, HOOK_WORDS = 60, 8
_MINUTES = ("Ten", "Twelve", "Fifteen", "Twenty")
_LOOKS = ("look_gouache", "look_photograph", "look_paper")
_BANK = "carousel"


@dataclass(frozen=True, kw_only=True)
class Carousel:
    """A carousel as the writer uses it. Everything its inputs lack has a plain stand-in."""

    brief: Mapping[str, Any]
    inputs: Mapping[str, Any]
    note: str = ""

    @property
    def slides(self) -> int:
        value = self.inputs.get("slides")
        return value if isinstance(value, int) and value > 2 else USUAL_SLIDES

    @property
    def goal(self) -> str:
        """What readers are to do, as a phrase; "" where nobody says."""
        return clipped(_said(self.inputs, "goal", ""), words=24)

    @property
    def url(self) -> str:
        return _said(self.inputs, "url", "")

    @cached_property
    def voice(self) -> Voice:
        topic = _said(self.inputs, "topic", _said(self.brief, "topic", "a calmer day"))
        bare = Voice(seed=json.dumps([topic, self.inputs.get("platform"), self.note]))
        minutes = _MINUTES[bare.number("minutes") % len(_MINUTES)]
        subject, trouble = subject_of(topic), self._trouble(bare)
        return bare.knowing(
            subject=subject,
            Subject=capital(subject),
            people=head(_said(self.brief, "audience", "people with little time"), words=8),
            trouble=trouble,
            Trouble=capital(trouble),
            minutes=minutes.lower(),
            Minutes=minutes,
            goal=lowered(self.goal),
        )

    @cached_property
    def hooks(self) -> tuple[str, ...]:
        """First headlines that are short enough; there is always more than one."""
        lines = [*self.part("hooks"), *self.part("plain_hooks"), *self.part("ideas")]
        said = (self.voice.say(first) for first, *_ in lines)
        return tuple(
            line for line in said if len(line) <= HEADLINE_CHARACTERS and len(line.split()) <= HOOK_WORDS
        )

    @cached_property
    def ideas(self) -> Part:
        """The ideas of the slides between the first and the last, in their order."""
        told, wanted = bank(_BANK)["ideas"], self.slides - 2
        chosen = self.voice.shuffled(told[1:], named="\n".join)[: wanted - 1]
        in_order = [told[0], *(idea for idea in told if idea in chosen)]
        return tuple(in_order[place % len(in_order)] for place in range(wanted))

    @property
    def look(self) -> str:
        return self.tell(bank(_BANK)[_LOOKS[self.voice.number("look") % len(_LOOKS)]][0])

    def part(self, name: str) -> Part:
        """Return a part of the sentences, in this carousel's own order."""
        return tuple(self.voice.shuffled(bank(_BANK)[name], named="\n".join))

    def tell(self, lines: Paragraph) -> str:
        return self.voice.tell(lines)

    def _trouble(self, voice: Voice) -> str:
        points = self.brief.get("pain_points")
        texts = [str(point) for point in points] if isinstance(points, list) else []
        if not texts:
            return "there is never time for it"
        return lowered(clipped(texts[voice.number("trouble") % len(texts)], words=12))


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _said(given: Mapping[str, Any], name: str, otherwise: str) -> str:
    value = given.get(name)
    return " ".join(value.split()) if isinstance(value, str) and value.strip() else otherwise
