"""What a carousel's prompts may name."""

from collections.abc import Mapping
from typing import Any

from generation.blueprints.base import TaskSpec
from generation.blueprints.carousel.inputs import number_of_slides, read_inputs
from generation.blueprints.carousel.sections import slide_key
from generation.blueprints.core import read_core

_SEEN = {"background", "text", "accent", "font"}
"""What the finished slides are made with, and no writer needs."""


def prompt_values(
    brief: Mapping[str, Any], inputs: Mapping[str, Any], task: TaskSpec, *, language: str
) -> Mapping[str, Any]:
    """Return `brief` and `inputs` as they were read, the `platform`, and how many `slides` there are.

    `slide` is the key of the slide that a picture is drawn for; `goal` and `url` are "" where there is none.
    """
    read = read_inputs(inputs)
    return {
        "brief": read_core(brief).model_dump(exclude_none=True),
        "inputs": read.model_dump(exclude_none=True, exclude=_SEEN),
        "goal": read.goal or "",
        "url": read.url or "",
        "platform": read.shown_on,
        "slides": number_of_slides(inputs),
        "slide": slide_key(int(number)) if (number := task.key.rpartition("_")[2]).isdecimal() else "",
    }
