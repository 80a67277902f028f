"""Drafts for tests of the pipeline, and tools that remember what they were asked."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from generation.blueprints.base import SectionSpec
from generation.calls import Usage
from generation.pipeline.draft import Draft, Drawn
from generation.providers.base import Answer, Call, PictureCall, StopReason
from tests.support.blueprints import make_blueprint, make_task

USAGE = Usage(input_tokens=100, output_tokens=50, cost_micro_usd=900)


def make_draft(*specs: SectionSpec, **changes: Any) -> Draft:
    """Return a draft of a task that yields these sections, with a complete brief and these changes."""
    task = make_task("first", *specs)
    standard: dict[str, Any] = {
        "blueprint": make_blueprint(task),
        "task": task,
        "brief": {"topic": "Bread", "brand_voice": "warm"},
        "language": "en",
        "model": "test-model",
    }
    return Draft(**(standard | changes))


def make_answer(text: str, stop_reason: StopReason = StopReason.END) -> Answer:
    return Answer(text=text, stop_reason=stop_reason, model="test-model", usage=USAGE, request_id="req_1")


@dataclass
class FakeTools:
    """Answers with `answer`, in pieces of `piece` characters, or raises it; keeps what was asked of it."""

    answer: Answer | BaseException = field(default_factory=lambda: make_answer("### cover\nBread."))
    piece: int = 7
    calls: list[Call] = field(default_factory=list)
    stored: list[Draft] = field(default_factory=list)
    entered: list[str] = field(default_factory=list)
    previews: list[tuple[str, str]] = field(default_factory=list)
    drawn: list[PictureCall] = field(default_factory=list)
    known: frozenset[int] = frozenset()

    def write(self, call: Call, on_text: Callable[[str], None]) -> Answer:
        self.calls.append(call)
        if isinstance(self.answer, BaseException):
            raise self.answer
        text = self.answer.text
        for start in range(0, len(text), self.piece):
            on_text(text[start : start + self.piece])
        return self.answer

    def draw(self, call: PictureCall) -> Drawn:
        self.drawn.append(call)
        return Drawn(name="one.png", usage=USAGE)

    def find_shared(self, prints: Collection[int]) -> Collection[int]:
        return self.known.intersection(prints)

    def store(self, draft: Draft) -> None:
        self.stored.append(draft)

    def enter_stage(self, name: str) -> None:
        self.entered.append(name)

    def preview(self, section: str, text: str) -> None:
        self.previews.append((section, text))
