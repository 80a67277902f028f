"""The form that starts many runs: from a file, or of funnels there are."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile

from generation.blueprints import BLUEPRINTS
from generation.engine.allowances.audience import may_choose_high
from generation.engine.batches.file import MOST_BYTES
from generation.engine.verbs.new_jobs import StartOptions
from generation.models.batch import LONGEST_NAME
from generation.states import Priority
from generation.texts import wrong_with_name
from generation.web.runs.start_form import MomentsForm, MoveForm, moment_field
from generation.web.words import BY_SCORE
from settings_app import store

_WHEN_THEY_START = "They join the line then."
_WHEN_NEEDED = "When you need them. Runs go on if the time has passed."


class MoveBatchForm(MoveForm):
    """Other moments of all that is in line of a batch."""

    scheduled_at = moment_field(_WHEN_THEY_START, label="Start later")
    deadline = moment_field(_WHEN_NEEDED)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, stands={}, **options)  # each run has its own, and is told of by itself


class BatchForm(MomentsForm):
    """What goes for all runs, and the file, where one was chosen."""

    field_order = ["name", "blueprint", "priority", "scheduled_at", "deadline"]

    name = forms.CharField(
        required=False,
        max_length=LONGEST_NAME,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text="To find it again. Left empty, it is called as the file is.",
        error_messages={"max_length": f"Write a name of up to {LONGEST_NAME} characters."},
    )
    blueprint = forms.ChoiceField(
        label="Kind",
        choices=[(kind.key, kind.title) for kind in BLUEPRINTS],
        help_text="What every run writes. A CSV file has the columns of its template.",
    )
    priority = forms.ChoiceField(
        required=False,
        help_text="Of every run that its row in the file does not give another.",
    )
    scheduled_at = moment_field(_WHEN_THEY_START, label="Start later")
    deadline = moment_field(_WHEN_NEEDED)
    file = forms.FileField(
        required=False,
        label="CSV or JSON file",
        widget=forms.FileInput({"accept": ".csv,.json,text/csv,application/json"}),
        error_messages={"empty": "This file is empty. Its first row names the columns."},
    )

    def __init__(self, *args: Any, levels: Sequence[Priority], **options: Any) -> None:
        super().__init__(*args, **options)
        priority = cast("forms.ChoiceField", self.fields["priority"])
        offered = [(level.value, level.value.capitalize()) for level in levels]
        priority.choices = [("", BY_SCORE), *offered]

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if name and (wrong := wrong_with_name(name)):
            raise forms.ValidationError(wrong)
        return name

    def clean_file(self) -> "UploadedFile[bytes] | None":
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file and (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(f"This file is too large; {MOST_BYTES // 1_000_000} MB are the most.")
        return file

    @property
    def options(self) -> StartOptions:
        given = self.cleaned_data
        return StartOptions(
            priority=Priority(given["priority"]) if given["priority"] else None,
            scheduled_at=given.get("scheduled_at"),
            deadline=given.get("deadline"),
        )

    def called(self, in_file: str) -> str:
        """Return the name that was given, here or `in_file`, else the file's without its ending."""
        file = self.cleaned_data["file"]
        stem = PurePath(file.name or "").stem[:LONGEST_NAME] if file else ""
        return self.cleaned_data["name"] or in_file or ("" if wrong_with_name(stem) else stem)


def levels_for(owner: User) -> list[Priority]:
    """Return the priorities that this person may choose."""
    may_choose = may_choose_high(owner, store.read_all())
    return [level for level in Priority if may_choose or level != Priority.HIGH]
