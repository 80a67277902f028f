"""What a page's prompts may name."""

from collections.abc import Mapping
from typing import Any

from generation.blueprints.base import TaskSpec
from generation.blueprints.core import read_core
from generation.blueprints.page.addresses import host_of
from generation.blueprints.page.inputs import LONG_FIELDS, read_inputs


def prompt_values(
    brief: Mapping[str, Any], inputs: Mapping[str, Any], task: TaskSpec, *, language: str
) -> Mapping[str, Any]:
    """Return `brief` and `inputs` as they were read, the page's `type`, and the `host` it stands on.

    What the sources read is left out of `inputs`: it stands in the prompt once, with their names.
    """
    read = read_inputs(inputs)
    return {
        "brief": read_core(brief).model_dump(exclude_none=True),
        "inputs": read.model_dump(exclude_none=True, exclude=set(LONG_FIELDS)),
        "type": read.type,
        "host": host_of(read.url),
    }
