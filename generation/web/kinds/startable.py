"""The kinds that a run can be started of beside the funnel's own, and what of its brief they miss."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from generation.blueprints import BLUEPRINTS
from generation.blueprints.base import Blueprint
from generation.blueprints.called import OWN
from generation.engine.verbs.new_jobs import problems_of
from generation.models import Funnel
from generation.web.funnels.steps import FIELDS, FIRST, STEP_OF, address

_BRIEF = "brief."


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A field of the brief that a kind cannot do with as it is, what is to be done there, and where it is."""

    label: str
    sentence: str
    url: str


def other_kinds() -> tuple[Blueprint, ...]:
    """Return the kinds but for the funnel's own."""
    return tuple(kind for kind in BLUEPRINTS if kind.key != OWN)


def find_kind(key: str) -> Blueprint:
    """Return the kind of that key, but for the funnel's own; raises Http404 where there is none."""
    for kind in other_kinds():
        if kind.key == key:
            return kind
    raise Http404


def gaps_in_brief(kind: Blueprint, funnel: Funnel, inputs: Mapping[str, Any]) -> tuple[Gap, ...]:
    """Return what the kind, and a run of these inputs, miss of the funnel's brief: each field once."""
    problems = problems_of(kind, funnel.brief, funnel.language, inputs)
    found = {path.removeprefix(_BRIEF): says for path, says in problems.items() if path.startswith(_BRIEF)}
    return tuple({gap.url: gap for gap in _gaps(found, funnel)}.values())


def _gaps(found: Mapping[str, str], funnel: Funnel) -> Iterator[Gap]:
    for path, sentence in found.items():
        place = path.rpartition(".")[0] if path.rpartition(".")[2].isdecimal() else path
        field = FIELDS.get(place)
        if field is None:
            yield Gap(label=path, sentence=sentence, url=address(funnel.pk, FIRST))
        else:
            url = f"{address(funnel.pk, STEP_OF[place])}?missing#id_{field.name}"
            yield Gap(label=field.label, sentence=sentence, url=url)
