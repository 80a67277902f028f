"""What the prompts of a launch may name."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from generation.blueprints.base import TaskSpec
from generation.blueprints.core import read_core
from generation.blueprints.launch.arc import acts_of
from generation.blueprints.launch.inputs import read_inputs
from generation.blueprints.launch.messages import MESSAGES
from generation.blueprints.launch.offer import show_offer

_SAID_OF_THE_OFFER = {"offer_name", "price", "url"}


def prompt_values(
    brief: Mapping[str, Any], inputs: Mapping[str, Any], task: TaskSpec, *, language: str
) -> Mapping[str, Any]:
    """Return `brief` and `inputs` as they were read, the `offer`, the `acts` of the deck and the `messages`.

    The offer stands in `inputs` too, as a whole and with its price as readers write it. `launch` are the
    inputs as a value, which also knows what was left out.
    """
    read = read_inputs(inputs)
    offer = show_offer(brief, read, language=language)
    given = read.model_dump(exclude_none=True, exclude=_SAID_OF_THE_OFFER)
    return {
        "brief": read_core(brief).model_dump(exclude_none=True),
        "inputs": given | {"offer": asdict(offer)},
        "launch": read,
        "event": read.event or "",
        "offer": offer,
        "acts": acts_of(read.slides),
        "messages": MESSAGES,
    }
