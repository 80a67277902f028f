"""The forms of the reader: a section's text with its named lines, and the wish for a part regenerated."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from generation.blueprints.base import WrittenSection
from generation.blueprints.kinds import SECTION_KINDS, SectionKind
from generation.engine.content.edits import LONGEST_TEXT, SectionEdit
from generation.engine.verbs.rework import LONGEST_NOTE
from generation.models import Revision
from generation.pipeline.postprocess import tidy_text
from generation.texts import is_blank, wrong_with_name, wrong_with_text
from generation.web.reader.retitling import put_together
from generation.web.reader.sections import headline_of, line_name
from generation.web.titles import take_apart

_MOST_IN_A_LINE = 1000
_IN_A_ROW = 200  # characters
_MOST_IN_A_TITLE = 300
_PREFIX, _TITLE = "line_", "title"
_TAGS = re.compile(r"[,\n]")


class LineField(forms.CharField):
    """A named line, which may be left empty; one that `is_asked_for` belongs to every section of its kind."""

    def __init__(self, *, is_asked_for: bool, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.is_asked_for = is_asked_for


class SectionForm(forms.Form):
    """A section as it is edited, over the version in `version`; each of its named lines has a field.

    Where one of them is its title to who reads it, no other is asked for. `before` is the revision's section
    under the title it is shown under.
    """

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    title = forms.CharField(max_length=_MOST_IN_A_TITLE, label="Section title")
    body = forms.CharField(
        max_length=LONGEST_TEXT,
        strip=False,
        label="Text",
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "true"}),
        error_messages={"required": "Write a text; a section cannot be empty."},
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, revision: Revision, before: WrittenSection
    ) -> None:
        self._before, self._kind = before, SECTION_KINDS[before.kind]
        self._lines = _typed_lines(revision.fields, self._kind)
        initial = _initial(revision, before)
        super().__init__(data, initial=initial, auto_id=f"edit-{revision.section_id}-%s")
        for name in _in_order(self._lines, self._kind):
            self.fields[_PREFIX + name] = _line_field(name, revision.fields[name], self._kind)
        if title_field(before.kind) != _TITLE:
            self.fields[_TITLE].widget = forms.HiddenInput()
        self.fields["body"].required = not self._kind.may_lack_text
        self.order_fields([*(name for name in self.fields if name != "body"), "body"])

    def clean_title(self) -> str:
        title = " ".join(str(self.cleaned_data["title"]).split())
        if wrong := wrong_with_name(title):
            raise ValidationError(wrong)
        return title

    def clean_body(self) -> str:
        body = tidy_text(self.cleaned_data["body"])
        if is_blank(body) and not self._kind.may_lack_text:
            raise ValidationError("Write a text; a section cannot be empty.")
        return body

    def clean(self) -> dict[str, Any] | None:
        given = super().clean()
        if not self.errors and len(self.edit.body or "") > LONGEST_TEXT:
            self.add_error(
                "body", f"Write at most {LONGEST_TEXT:,} characters, with the title that opens it."
            )
        return given

    @property
    def edit(self) -> SectionEdit:
        """The checked changes, as the engine takes them."""
        given = self.cleaned_data
        lines = {name: _line(value, given[_PREFIX + name]) for name, value in self._lines.items()}
        title, body = put_together(self._before, given["title"], given["body"])
        return SectionEdit(title=title, body=body, fields=lines)

    @property
    def problems(self) -> str:
        """What is wrong, in sentences."""
        return " ".join(str(error) for errors in self.errors.values() for error in errors)


class RegenerateForm(forms.Form):
    """A wish for the new text; which sections are to take it is read beside it."""

    note = forms.CharField(
        required=False,
        max_length=LONGEST_NOTE,
        label="What should be different?",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    wishes = ("Shorter.", "Less formal.", "More examples.")

    def clean_note(self) -> str:
        note: str = self.cleaned_data["note"]
        if wrong := wrong_with_text(note):
            raise ValidationError(wrong)
        return note


def title_field(kind: str) -> str:
    """Return the name of the field in which such a section gets the title that its reader sees."""
    headline = headline_of(SECTION_KINDS[kind])
    return f"{_PREFIX}{headline}" if headline else _TITLE


def _initial(revision: Revision, before: WrittenSection) -> dict[str, Any]:
    title, body = take_apart(before)
    lines = {_PREFIX + name: _typed(value) for name, value in revision.fields.items()}
    return {"version": revision.number, "title": title, "body": body, **lines}


def _typed_lines(fields: Mapping[str, Any], kind: SectionKind) -> dict[str, Any]:
    """Return the lines that a person types: what names a picture is left as it is."""
    drawn = {line.key for line in kind.lines if line.is_picture}
    return {name: value for name, value in fields.items() if name not in drawn}


def _in_order(fields: Mapping[str, Any], kind: SectionKind) -> list[str]:
    """Return the names of the lines in the order people write them; those of no such kind at the end."""
    known = [line.key for line in kind.lines if line.key in fields]
    return [*known, *sorted(set(fields) - set(known))]


def _line_field(name: str, value: Any, kind: SectionKind) -> forms.CharField:
    line = kind.line(name)
    told: dict[str, Any] = {"label": line_name(name, kind), "is_asked_for": line is not None}
    if isinstance(value, list):
        return LineField(
            max_length=_MOST_IN_A_LINE * 10,
            help_text="One a line, or with commas between them.",
            widget=forms.Textarea(attrs={"rows": 4}),
            **told,
        )
    asked_for = (line and line.most_characters) or 0
    rows = max(2, asked_for // _IN_A_ROW)
    widget = forms.Textarea(attrs={"rows": rows}) if line and line.is_long else forms.TextInput()
    most = max(_MOST_IN_A_LINE, asked_for)
    return LineField(max_length=most, widget=widget, **told)


def _typed(value: Any) -> str:
    return "\n".join(str(item) for item in value) if isinstance(value, list) else str(value)


def _line(before: Any, given: str) -> str | list[str]:
    if not isinstance(before, list):
        return " ".join(given.split())
    return [" ".join(tag.split()) for tag in _TAGS.split(given) if tag.strip()]
