"""What is missing or wrong in a funnel's brief, each sentence at the field that mends it."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from generation.blueprints import get_blueprint
from generation.models import Funnel
from generation.web.funnels.fields import OWN
from generation.web.funnels.steps import FIELDS, STEP_OF, Step
from generation.web.funnels.values import text_of


@dataclass(frozen=True, kw_only=True)
class Findings:
    """Sentences by the path of a field: `missing` where nothing is written yet, `wrong` where something is.

    `elsewhere` are those about what the form has no field for.
    """

    missing: Mapping[str, str]
    wrong: Mapping[str, str]
    elsewhere: Mapping[str, str]

    def __len__(self) -> int:
        return len(self.missing) + len(self.wrong) + len(self.elsewhere)

    def of(self, step: Step) -> dict[str, str]:
        """Return the sentences of that step's fields."""
        every = {**self.missing, **self.wrong}
        return {path: every[path] for path in FIELDS if path in every and STEP_OF[path] is step}


def find(funnel: Funnel) -> Findings:
    """Return what `check_brief` says of the funnel as it is in memory."""
    problems = get_blueprint("funnel").check_brief(_with_all_places(funnel.brief), funnel.language)
    found: dict[str, str] = {}
    elsewhere: dict[str, str] = {}
    for path, sentence in problems.items():
        place, line = _field_of(path)
        if place in FIELDS:
            found.setdefault(place, f"Line {line}: {sentence}" if line else sentence)
        else:
            elsewhere[path] = sentence
    blank = {path for path in found if not text_of(funnel, FIELDS[path])}
    return Findings(
        missing={path: sentence for path, sentence in found.items() if path in blank},
        wrong={path: sentence for path, sentence in found.items() if path not in blank},
        elsewhere=elsewhere,
    )


def _with_all_places(brief: Any) -> Any:
    """Return the brief with a place for each missing product, so that its fields are named one by one."""
    if not isinstance(brief, dict):
        return brief
    whole = deepcopy(brief)
    for path in FIELDS.keys() - OWN:
        place = whole
        for step in path.split(".")[:-1]:
            place = place.setdefault(step, {})
            if not isinstance(place, dict):
                break
    return whole


def _field_of(path: str) -> tuple[str, int]:
    """Return the field that a sentence is about, and which of its lines: 0 for the whole of it."""
    place, _, last = path.rpartition(".")
    return (place, int(last) + 1) if last.isdecimal() else (path, 0)
