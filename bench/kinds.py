"""The bench's own blueprint and writer: fourteen tasks of one sentence, so that only the engine costs."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from generation import blueprints, providers
from generation.blueprints.base import Blueprint, SectionSpec, TaskSpec, WrittenTask
from generation.providers.spec import ProviderSpec

TASKS = 14
INSTANT = "instant"


def register() -> None:
    """Make the blueprint and the writer known to this process."""
    blueprints.BLUEPRINTS = (*blueprints.BLUEPRINTS, BLUEPRINT)
    providers.PROVIDERS[INSTANT] = ProviderSpec(
        title="a writer that answers at once", module="bench.instant", default_model=INSTANT
    )


def _one_sentence(
    brief: Mapping[str, Any],
    inputs: Mapping[str, Any],
    earlier: Sequence[WrittenTask],
    *,
    language: str,
) -> tuple[SectionSpec, ...]:
    return (SectionSpec(key="text", kind="prose", title="Text", min_words=1, max_words=100),)


_STEPS = tuple(
    TaskSpec(
        key=f"step_{number}",
        title=f"Step {number}",
        group="Steps",
        lane="main",
        prompt="step.md",
        sections=_one_sentence,
        needs=(f"step_{number - 1}",) if number > 1 else (),
    )
    for number in range(1, TASKS + 1)
)

BLUEPRINT = Blueprint(
    key="bench",
    title="Bench",
    noun="benchmark",
    about="Texts that cost nothing.",
    prompts=Path(__file__).parent / "prompts",
    tasks=lambda inputs: _STEPS,
    check_brief=lambda brief, language: {},
    check_inputs=lambda inputs: {},
    inputs_schema={"type": "object"},
    brief_schema={"type": "object"},
    prompt_values=lambda brief, inputs, task, *, language: {},
)
