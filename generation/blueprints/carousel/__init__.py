"""A carousel: slides of a picture and a few words each, and the caption they go out with."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generation.blueprints.base import Blueprint, TaskSpec
from generation.blueprints.carousel.inputs import INPUTS_SCHEMA, check_inputs, number_of_slides, subject
from generation.blueprints.carousel.prompt_values import prompt_values
from generation.blueprints.carousel.sections import plan_picture, plan_slides, plan_strategy, slide_key
from generation.blueprints.core import CORE_SCHEMA, check_core
from generation.states import Role

_WORDS = (
    TaskSpec(
        key="strategy",
        title="Strategy",
        group="Words",
        lane="words",
        prompt="strategy.md",
        sections=plan_strategy,
        role=Role.STRATEGIST,
    ),
    TaskSpec(
        key="slides",
        title="Slides",
        group="Words",
        lane="words",
        prompt="slides.md",
        sections=plan_slides,
        needs=("strategy",),
    ),
)


def _tasks(inputs: Mapping[str, Any]) -> tuple[TaskSpec, ...]:
    """Return the two tasks of words, and one a picture: drawn side by side, failing alone."""
    return (*_WORDS, *(_picture(number) for number in range(1, number_of_slides(inputs) + 1)))


def _picture(number: int) -> TaskSpec:
    return TaskSpec(
        key=f"picture_{number}",
        title=f"Picture {number}",
        group="Pictures",
        lane=f"picture_{number}",
        prompt="picture.md",
        sections=plan_picture(slide_key(number)),
        needs=("strategy", "slides"),
        role=Role.ILLUSTRATOR,
    )


BLUEPRINT = Blueprint(
    key="carousel",
    title="Carousel",
    noun="carousel",
    about="Three to ten slides for a social platform, each a picture with a few words, and their caption.",
    prompts=Path(__file__).parent / "prompts",
    tasks=_tasks,
    check_brief=check_core,
    check_inputs=check_inputs,
    inputs_schema=INPUTS_SCHEMA,
    brief_schema=CORE_SCHEMA,
    prompt_values=prompt_values,
    subject=subject,
    continue_on_failure=True,
)
