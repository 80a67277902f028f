"""What a file of JSON says beside its items: the batch's name, and how its jobs are to run."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from itertools import islice
from typing import Any

from generation.blueprints.base import Blueprint
from generation.engine.batches.items import Row, read_rows
from generation.engine.verbs.new_jobs import StartOptions
from generation.models.batch import LONGEST_NAME
from generation.texts import wrong_with_name

_OPTIONS = tuple(option.name for option in fields(StartOptions))
_FIELDS = ("name", "blueprint", *_OPTIONS)
_MOST_UNKNOWN = 5


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What goes for all jobs of which nothing else is said, and by field what of it is `wrong`."""

    name: str = ""
    options: StartOptions = field(default_factory=StartOptions)
    wrong: Mapping[str, str] = field(default_factory=dict)


def read_beside(said: Mapping[str, Any], kind: Blueprint) -> Beside:
    """Return what was said, as far as it is right, and what is wrong."""
    (read,) = read_rows([Row(number=0, fields={name: said[name] for name in _OPTIONS if name in said})])
    wrong = {name: says for name, says in read.wrong.items() if name in _OPTIONS}
    wrong |= dict(_wrong_with_the_rest(said, kind))
    options = read.item.options(StartOptions()) if read.item else StartOptions()
    name = "" if "name" in wrong else said.get("name", "").strip()
    return Beside(name=name, options=options, wrong={field[:100]: says for field, says in wrong.items()})


def _wrong_with_the_rest(said: Mapping[str, Any], kind: Blueprint) -> Iterator[tuple[str, str]]:
    name = said.get("name", "")
    if not isinstance(name, str) or len(name) > LONGEST_NAME:
        yield "name", f"Write a name of up to {LONGEST_NAME} characters."
    elif name and (wrong := wrong_with_name(name)):
        yield "name", wrong
    if said.get("blueprint", kind.key) != kind.key:
        yield "blueprint", "It is another than the kind chosen here. Choose that, or leave it out."
    for unknown in islice((name for name in said if name not in _FIELDS), _MOST_UNKNOWN):
        yield unknown, f"There is no such field; beside `items` are {', '.join(_FIELDS)}."
