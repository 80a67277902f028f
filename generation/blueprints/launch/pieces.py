"""A section of a launch: by what it is, how long it should be and what may stand in it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generation.blueprints.base import SectionPlan, SectionSpec, WrittenTask, word_limits
from generation.blueprints.launch.inputs import LaunchInputs, read_inputs
from generation.blueprints.launch.offer import ShownOffer, show_offer


@dataclass(frozen=True, kw_only=True)
class Launch:
    """What the sections of a launch are planned from."""

    inputs: LaunchInputs
    offer: ShownOffer


Sections = Callable[[Launch], Iterator[SectionSpec]]


def plan(*runs: Sections) -> SectionPlan:
    """Return these runs of sections, one after another, as a task's plan."""

    def planned(
        brief: Mapping[str, Any],
        inputs: Mapping[str, Any],
        earlier: Sequence[WrittenTask],
        *,
        language: str,
    ) -> tuple[SectionSpec, ...]:
        read = read_inputs(inputs)
        launch = Launch(inputs=read, offer=show_offer(brief, read, language=language))
        return tuple(section for run in runs for section in run(launch))

    return planned


def piece(
    key: str,
    kind: str,
    title: str,
    *,
    words: tuple[int, int],
    include: Sequence[str | None] = (),
    **limits: Any,
) -> SectionSpec:
    min_words, max_words = word_limits(words)
    return SectionSpec(
        key=key,
        kind=kind,
        title=title,
        words=words,
        min_words=min_words,
        max_words=max_words,
        include=tuple(dict.fromkeys(text for text in include if text)),
        **limits,
    )
