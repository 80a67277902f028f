"""A small blueprint for tests: as many tasks and sections as a case needs."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from generation.blueprints.base import Blueprint, SectionSpec, Source, TaskSpec, WrittenTask

PROMPTS = Path(__file__).parent / "prompts"


def make_section(key: str = "cover", **changes: Any) -> SectionSpec:
    """Return a section of prose that any text of up to a thousand words satisfies, with these changes."""
    standard: dict[str, Any] = {
        "kind": "prose",
        "title": key.replace("_", " ").capitalize(),
        "min_words": 0,
        "max_words": 1000,
    }
    return SectionSpec(key=key, **(standard | changes))


def make_task(
    key: str = "first",
    *specs: SectionSpec,
    needs: tuple[str, ...] = (),
    sources: tuple[Source, ...] = (),
    plan: Callable[[Sequence[WrittenTask]], tuple[SectionSpec, ...]] | None = None,
    lane: str = "main",
) -> TaskSpec:
    """Return a task that yields these sections (one cover unless told), or what `plan` makes of `earlier`."""

    def sections(
        brief: Mapping[str, Any],
        inputs: Mapping[str, Any],
        earlier: Sequence[WrittenTask],
        *,
        language: str,
    ) -> tuple[SectionSpec, ...]:
        return plan(earlier) if plan else specs or (make_section(),)

    return TaskSpec(
        key=key,
        title=key.replace("_", " ").capitalize(),
        group="Texts",
        lane=lane,
        prompt="task.md",
        sections=sections,
        needs=needs,
        sources=sources,
    )


def make_blueprint(*tasks: TaskSpec, prompts: Path = PROMPTS) -> Blueprint:
    """Return a blueprint of these tasks (one unless told) whose brief needs nothing but a topic."""
    declared = tasks or (make_task(),)
    return Blueprint(
        key="tiny",
        title="Tiny",
        noun="tiny thing",
        about="As little as a test needs.",
        prompts=prompts,
        tasks=lambda inputs: declared,
        check_brief=lambda brief, language: {} if brief.get("topic") else {"topic": "Say what it is about."},
        check_inputs=lambda inputs: {"mood": "No such field."} if "mood" in inputs else {},
        inputs_schema={"type": "object"},
        brief_schema={"type": "object"},
        prompt_values=lambda brief, inputs, task, *, language: {
            "tone": "calm",
            "format": brief.get("format", "guide"),
        },
    )
