"""A whole funnel by the demo writer, through the real pipeline and without a database."""

import asyncio
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from generation.blueprints import get_blueprint
from generation.blueprints.base import WrittenSection, WrittenTask
from generation.pipeline import run_pipeline
from generation.pipeline.draft import Draft, Drawn, FinishedSection
from generation.pipeline.reading import plain_words, sentences
from generation.providers.base import Answer, Call, PictureCall
from generation.providers.demo import DemoWriter

PRODUCTS = ("lead_magnet", "front_end", "bump", "upsell_1", "upsell_2")
PRICES = ("0.00", "17.00", "9.00", "47.00", "97.00")
LONG_SENTENCE_WORDS = 8


@dataclass
class DemoTools:
    """Tools whose provider is the demo writer; keeps the calls it was asked."""

    writer: DemoWriter = field(default_factory=DemoWriter)
    calls: list[Call] = field(default_factory=list)

    def write(self, call: Call, on_text: Callable[[str], None]) -> Answer:
        self.calls.append(call)
        return asyncio.run(self.writer.write(call, on_text))

    def draw(self, call: PictureCall) -> Drawn:
        picture = asyncio.run(self.writer.draw(call))
        return Drawn(name=f"{len(picture.data)}.png", usage=picture.usage)

    def find_shared(self, prints: Collection[int]) -> Collection[int]:
        return ()

    def store(self, draft: Draft) -> None: ...

    def enter_stage(self, name: str) -> None: ...

    def preview(self, section: str, text: str) -> None: ...


def write_funnel(
    brief: Mapping[str, Any], *, tools: DemoTools | None = None, note: str = ""
) -> dict[str, tuple[FinishedSection, ...]]:
    """Return the finished sections of all 14 tasks, by task; raises what the pipeline raises."""
    blueprint, tools = get_blueprint("funnel"), tools or DemoTools()
    written: dict[str, WrittenTask] = {}
    finished: dict[str, tuple[FinishedSection, ...]] = {}
    for task in blueprint.tasks({}):
        earlier = tuple(written[key] for key in task.needs)
        draft = Draft(
            blueprint=blueprint,
            task=task,
            brief=brief,
            language="en",
            earlier=earlier,
            note=note,
            default_brand_voice="Plain",
        )
        finished[task.key] = run_pipeline(draft, tools, record=lambda stage: None).sections
        written[task.key] = WrittenTask(
            key=task.key,
            title=task.title,
            product=task.product,
            sections=tuple(_written(section) for section in finished[task.key]),
        )
    return finished


def make_brief(
    *, form: str = "guide", counts: tuple[int, ...] = (0, 0, 0, 0, 0), **changes: Any
) -> dict[str, Any]:
    """Return a small complete brief; `counts` are how many chapters have titles, `changes` replace fields."""
    products = {
        key: {
            "name": f"Product {number}",
            "format": form,
            "price": PRICES[number],
            "url": f"https://shop.example/{key}",
            "chapters": [f"Topic {letter} of {key}" for letter in "abcdefghijklmnop"[: counts[number]]],
        }
        for number, key in enumerate(PRODUCTS)
    }
    brief = {
        "topic": "Knitting",
        "audience": "Beginners",
        "pain_points": ["Never enough time"],
        "promise": "Finish a scarf",
        "author": "Wool and Co",
        "products": products,
        "bundle": {"name": "All of it", "price": "120.00", "url": "https://shop.example/all"},
    }
    return brief | changes


def sections_of(funnel: Mapping[str, tuple[FinishedSection, ...]]) -> list[tuple[str, FinishedSection]]:
    """Return all sections, each with its task's key and its own as a name."""
    return [
        (f"{task}/{section.spec.key}", section) for task, sections in funnel.items() for section in sections
    ]


def long_sentences(funnel: Mapping[str, tuple[FinishedSection, ...]]) -> list[str]:
    """Return the sentences that must not stand twice, in plain words, each as often as it does."""
    return [
        " ".join(words)
        for _, section in sections_of(funnel)
        for sentence in sentences(section.body)
        if len(words := plain_words(sentence)) >= LONG_SENTENCE_WORDS
    ]


def _written(section: FinishedSection) -> WrittenSection:
    return WrittenSection(
        key=section.spec.key,
        kind=section.spec.kind,
        title=section.spec.title,
        body=section.body,
        fields=section.fields,
    )
