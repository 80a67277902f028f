"""A field of a kind's inputs in its form, made from what the schema says of it."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from generation.blueprints.shapes import Shape

_A_LINE = 300
"""A text that may have more characters than this is typed into a box of several lines."""


@dataclass(frozen=True, kw_only=True)
class ShownField:
    """A field with what is said below it: an error, or else what is right there; and how lines are typed."""

    shape: Shape
    bound: BoundField
    error: str = ""

    @property
    def says_id(self) -> str:
        return says_id(self.shape)

    @property
    def hint(self) -> str:
        lines = "One a line." if self.shape.holds == "texts" else ""
        return lines if self.error else f"{self.shape.says} {lines}".strip()

    @property
    def file_name(self) -> str:
        return file_name(self.shape)

    @property
    def may_be_empty(self) -> bool:
        """Whether the field is told to be optional: one that stands on something already need not be."""
        return not (self.shape.is_required or self.shape.default or self.shape.holds == "yes_or_no")


def field_name(shape: Shape) -> str:
    """Return what the form calls it: no dots, which selectors would read as classes."""
    return f"in-{shape.path.replace('.', '-')}"


def file_name(shape: Shape) -> str:
    """Return what the form calls the file that is read into this field."""
    return f"file-{shape.path.replace('.', '-')}"


def says_id(shape: Shape) -> str:
    """Return the id of what is said below the field."""
    return f"id_{field_name(shape)}_says"


def form_field(shape: Shape) -> forms.Field:
    """Return the field, which refuses nothing by itself: what is right in it is the kind's own to say."""
    if shape.holds == "choices":
        boxes = forms.CheckboxSelectMultiple(choices=list(shape.choices.items()))
        return forms.Field(label=shape.label, required=False, widget=boxes)
    attrs = {"aria-describedby": says_id(shape), "autocomplete": "off"}
    if shape.holds == "yes_or_no":
        return forms.BooleanField(label=shape.label, required=False, widget=forms.CheckboxInput(attrs))
    return forms.CharField(label=shape.label, required=False, widget=_widget(shape, attrs))


def _widget(shape: Shape, attrs: dict[str, Any]) -> forms.Widget:
    match shape.holds:
        case "choice":
            none = "Choose one" if shape.is_required else "None in particular"
            first = [] if shape.default else [("", none)]
            return forms.Select(attrs, choices=[*first, *shape.choices.items()])
        case "number":
            limits = {"min": shape.lowest, "max": shape.highest}
            return forms.NumberInput(attrs | {key: end for key, end in limits.items() if end is not None})
        case "texts":
            return forms.Textarea(attrs | {"rows": "4", "cols": "60"})
    if shape.is_long or (shape.longest or 0) > _A_LINE:
        return forms.Textarea(attrs | {"rows": "8" if shape.is_long else "3", "cols": "60"})
    return forms.TextInput(attrs)
