"""A step of the brief as a form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from babel.numbers import get_currency_name
from django import forms
from django.forms import BoundField

from generation.languages import LANGUAGES
from generation.models import Funnel
from generation.texts import wrong_with_name
from generation.web.funnels.fields import CURRENCIES, BriefField, FieldGroup
from generation.web.funnels.findings import Findings
from generation.web.funnels.steps import Step, address
from generation.web.funnels.values import text_of, tidy

_ROWS = {"text": 3, "lines": 5}


@dataclass(frozen=True, kw_only=True)
class ShownField:
    """A field with what is said below it; `theirs` is another tab's text, where two were written."""

    field: BriefField
    group: str
    bound: BoundField
    error: str = ""
    theirs: str | None = None

    @property
    def says_id(self) -> str:
        return says_id(self.field)

    @property
    def label(self) -> str:
        """What it is called where its group is not in sight."""
        return f"{self.group}, {self.field.label.lower()}" if self.group else self.field.label

    @property
    def is_told(self) -> bool:
        """Whether there is something to be told of it."""
        return bool(self.error) or self.theirs is not None


@dataclass(frozen=True, kw_only=True)
class ShownGroup:
    """A group of fields. Folded shut it still tells its `name`, and how much of it is `lacking`."""

    group: FieldGroup
    fields: tuple[ShownField, ...]
    name: str
    lacking: int
    is_open: bool


class StepForm(forms.Form):
    """The fields of one step. It refuses only what cannot be kept at all, and keeps the rest.

    What is missing or wrong in a brief is not its matter: `findings` tell of that.
    """

    def __init__(self, step: Step, funnel: Funnel, *, data: Mapping[str, Any] | None = None) -> None:
        self.step = step
        super().__init__(data, initial={field.name: text_of(funnel, field) for field in step.fields})
        for field in step.fields:
            self.fields[field.name] = _form_field(field, funnel, save_url=address(funnel.pk, step))

    def clean(self) -> dict[str, Any]:
        for field in self.step.fields:
            if field.path == "name" and field.name in self.cleaned_data:
                self._check_name(field)
        return self.cleaned_data

    def _check_name(self, field: BriefField) -> None:
        name = self.cleaned_data[field.name]
        if wrong := wrong_with_name(name) if name else "Give the funnel a name.":
            self.add_error(field.name, wrong)

    @property
    def typed(self) -> dict[str, str]:
        """The text of each field that was sent and can be kept, by its path."""
        if not self.is_bound:
            return {}
        self.errors  # noqa: B018 - looks at the fields, if nobody has yet
        sent = [field for field in self.step.fields if field.name in self.data]
        fields = [field for field in sent if field.name in self.cleaned_data]
        return {field.path: tidy(field, self.cleaned_data[field.name]) for field in fields}

    def groups(
        self, findings: Findings, *, tell_missing: bool = False, theirs: Mapping[str, str] | None = None
    ) -> Iterator[ShownGroup]:
        """Yield what the page shows, each field with what is wrong with it, and missing ones if told to."""
        told = {**findings.wrong, **(findings.missing if tell_missing else {})}
        lacking, first_to_do = findings.of(self.step), True
        for group in self.step.groups:
            fields = tuple(self._shown(field, group.title, told, theirs or {}) for field in group.fields)
            to_do = sum(field.path in lacking for field in group.fields)
            yield ShownGroup(
                group=group,
                fields=fields,
                name=str(self[group.fields[0].name].value() or ""),
                lacking=to_do,
                is_open=any(shown.is_told for shown in fields) or bool(group.key and to_do and first_to_do),
            )
            first_to_do = first_to_do and not (group.key and to_do)

    def _shown(
        self, field: BriefField, group: str, told: Mapping[str, str], theirs: Mapping[str, str]
    ) -> ShownField:
        bound = self[field.name]
        error = " ".join(str(each) for each in bound.errors) or told.get(field.path, "")
        if error:
            bound.field.widget.attrs["aria-invalid"] = "true"
        return ShownField(field=field, group=group, bound=bound, error=error, theirs=theirs.get(field.path))


def texts_of(funnel: Funnel, step: Step) -> dict[str, str]:
    """Return what the step's fields show of the funnel, by their paths."""
    return {field.path: text_of(funnel, field) for field in step.fields}


def says_id(field: BriefField) -> str:
    """Return the id of what is said below the field."""
    return f"id_{field.name}_says"


def _form_field(field: BriefField, funnel: Funnel, *, save_url: str) -> forms.Field:
    attrs = {
        "aria-describedby": says_id(field),
        "autocomplete": "off",
        "hx-post": save_url,  # saved in passing when it is left; what is said of it comes back
        "hx-trigger": "change",
    }
    if choices := _choices(field, funnel):
        return forms.ChoiceField(label=field.label, choices=choices, widget=forms.Select(attrs))
    attrs |= {"data-limit": str(field.longest)} if field.kind in ("line", "text") else {}
    attrs |= {"data-lines": str(field.most)} if field.kind == "lines" else {}
    return forms.CharField(
        label=field.label,
        required=False,
        max_length=field.most * (field.longest + 1) if field.kind == "lines" else field.longest,
        widget=_widget(field, attrs),
        error_messages={
            "max_length": "This is too long to be kept: %(show_value)d of %(limit_value)d characters."
        },
    )


def _choices(field: BriefField, funnel: Funnel) -> list[tuple[str, str]]:
    """Return what a field that is chosen offers; what stands there already stays a choice."""
    match field.kind:
        case "language":
            return list(LANGUAGES.items())
        case "currency":
            codes = dict.fromkeys((*CURRENCIES, text_of(funnel, field)))
            return [(code, f"{code}, {get_currency_name(code, locale='en')}") for code in codes]
    return []


def _widget(field: BriefField, attrs: dict[str, str]) -> forms.Widget:
    if rows := _ROWS.get(field.kind):
        return forms.Textarea(attrs | {"rows": str(rows), "cols": "60"})
    if field.placeholder:
        attrs |= {"placeholder": field.placeholder}
    if field.kind == "format":
        attrs |= {"list": "known-formats"}
    if field.kind == "price":
        attrs |= {"inputmode": "decimal"}
    if field.kind == "url":
        attrs |= {"inputmode": "url", "spellcheck": "false"}
    return forms.TextInput(attrs)
