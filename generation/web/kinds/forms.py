"""The form that starts a run of a kind: its inputs, made from their schema, and how the run is to go."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from generation.blueprints.base import Blueprint
from generation.blueprints.shapes import Shape, shapes_of
from generation.engine.verbs.new_jobs import problems_of
from generation.models import Funnel
from generation.web.kinds.fields import ShownField, field_name, form_field
from generation.web.kinds.values import inputs_of, shown_value
from generation.web.runs.start_form import StartForm

INPUTS = "inputs."
"""What the path of a field of the inputs begins with."""


class KindForm(StartForm):
    """The inputs of a kind for a funnel, and the priority and moments of its run.

    It begins with the `inputs` of an earlier run, or with what is taken where nothing is said. What is wrong
    with a file that was to be read into a field is told there as `unread`.
    """

    def __init__(
        self,
        kind: Blueprint,
        funnel: Funnel,
        *args: Any,
        may_choose_high: bool,
        inputs: Mapping[str, Any] | None = None,
        unread: Mapping[str, str] | None = None,
    ) -> None:
        self.kind, self._funnel, self.inputs = kind, funnel, dict[str, Any]()
        self._shapes, self._unread = shapes_of(kind.inputs_schema), unread or {}
        initial = {field_name(shape): shown_value(shape, inputs) for shape in self._shapes}
        super().__init__(*args, may_choose_high=may_choose_high, initial=initial)
        for shape in self._shapes:
            self.fields[field_name(shape)] = form_field(shape)

    def clean(self) -> dict[str, Any]:
        super().clean()
        typed = {shape.path: self.cleaned_data.get(field_name(shape)) for shape in self._shapes}
        self.inputs = inputs_of(self.kind.inputs_schema, typed)
        for path, says in self._unread.items():
            self.add_error(self._field_at(path), says)
        for path, says in self._problems():
            self.add_error(self._field_at(path), f"{self._line(path)}{says}")
        return self.cleaned_data

    def _problems(self) -> Iterator[tuple[str, str]]:
        """Yield what is wrong with the inputs; of the brief the page tells beside the form."""
        funnel = self._funnel
        for path, says in problems_of(self.kind, funnel.brief, funnel.language, self.inputs).items():
            if path.startswith(INPUTS):
                yield path.removeprefix(INPUTS), says

    @property
    def shown(self) -> Iterator[ShownField]:
        """The fields of the inputs; of many lines that are wrong, the first is told."""
        for shape in self._shapes:
            bound = self[field_name(shape)]
            yield ShownField(shape=shape, bound=bound, error=str(next(iter(bound.errors), "")))

    @property
    def takes_files(self) -> bool:
        """Whether a file may be read into any of its fields."""
        return any(shape.takes_files for shape in self._shapes)

    @property
    def moments(self) -> list[Any]:
        """The fields that every run has."""
        return [self["priority"], self["scheduled_at"], self["deadline"]]

    @property
    def digest(self) -> str:
        """A short sign of all that was typed and chosen, by which the same is known again."""
        asked = [self.kind.key, self.inputs, asdict(self.options)]
        return sha256(json.dumps(asked, sort_keys=True, default=str).encode()).hexdigest()[:16]

    def _field_at(self, path: str) -> str | None:
        """Return the field in which this path is mended; None where no field is."""
        shape = self._shape_at(path)
        return field_name(shape) if shape else None

    def _shape_at(self, path: str) -> Shape | None:
        near = [shape for shape in self._shapes if f"{path}.".startswith(f"{shape.path}.")]
        return near[0] if near else None

    def _line(self, path: str) -> str:
        """Return which of several lines is meant, to be told before what is wrong with it."""
        shape, last = self._shape_at(path), path.rpartition(".")[2]
        is_line = shape and shape.holds == "texts" and path != shape.path and last.isdecimal()
        return f"Line {int(last) + 1}: " if is_line else ""
