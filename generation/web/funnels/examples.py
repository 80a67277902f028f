"""The packaged examples: whole briefs to try Galley with, or to see what goes in a field."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from generation.models import Funnel
from generation.web.funnels.steps import Step
from generation.web.funnels.values import text_of, write

_FOLDER = Path(__file__).resolve().parents[2] / "samples"
EXAMPLES = ("calm-inbox", "first-5k")


@dataclass(frozen=True, kw_only=True)
class Example:
    """A packaged funnel."""

    key: str
    name: str
    language: str
    brief: Mapping[str, Any]


@cache
def find_example(key: str) -> Example:
    """Return the example; raises KeyError for one there is not."""
    if key not in EXAMPLES:
        raise KeyError(key)
    loaded = json.loads((_FOLDER / f"{key}.json").read_text(encoding="utf-8"))
    return Example(key=key, name=loaded["name"], language=loaded["language"], brief=loaded["brief"])


def fill_gaps(funnel: Funnel, step: Step) -> None:
    """Fill what is empty in this step from the example that the rest of the brief looks like."""
    example = _closest(funnel)
    source = Funnel(name=example.name, language=example.language, brief=dict(example.brief))
    for field in step.fields:
        if not text_of(funnel, field):
            write(funnel, field, text_of(source, field))


def _closest(funnel: Funnel) -> Example:
    """Return the example that shares most with the brief, the first where none shares anything."""
    brief = funnel.brief if isinstance(funnel.brief, Mapping) else {}
    examples = [find_example(key) for key in EXAMPLES]
    return max(examples, key=lambda example: sum(brief.get(k) == v for k, v in example.brief.items()))
