"""How a run is to be started, or moved: its priority, its deadline, and when."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django import forms

from generation.engine.verbs.moments import wrong_with_deadline, wrong_with_moment
from generation.engine.verbs.new_jobs import StartOptions
from generation.engine.verbs.putting_off import Moments
from generation.states import Priority
from generation.web.words import BY_SCORE

_FORMATS = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S")
_PRIORITIES = {
    "": BY_SCORE,
    Priority.HIGH: "High",
    Priority.NORMAL: "Normal",
    Priority.LOW: "Low",
}


def moment_field(help_text: str, label: str | None = None) -> forms.CharField:
    """Return a field for a moment as a browser's own control writes it, in the zone that the form names."""
    widget = forms.TextInput({"type": "datetime-local", "autocomplete": "off"})
    return forms.CharField(required=False, max_length=30, widget=widget, help_text=help_text, label=label)


class MomentsForm(forms.Form):
    """`zone` is the browser's; without a script there is none, and times are UTC, as the page says."""

    scheduled_at = moment_field("It joins the line then.", label="Start later")
    deadline = moment_field("When you need it. The run goes on if the time has passed.")
    zone = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def clean_scheduled_at(self) -> datetime | None:
        return self._moment("scheduled_at")

    def clean_deadline(self) -> datetime | None:
        return self._moment("deadline")

    def clean(self) -> dict[str, Any]:
        starts, ends = self._meant("scheduled_at"), self._meant("deadline")
        if wrong := wrong_with_deadline(ends, scheduled_at=starts):
            self.add_error("deadline", wrong)
        return self.cleaned_data

    def _meant(self, name: str) -> datetime | None:
        """Return the moment that goes when the form is taken; None where there is none, or it is wrong."""
        moment: datetime | None = self.cleaned_data.get(name)
        return moment

    def _moment(self, name: str) -> datetime | None:
        text = self.cleaned_data[name]
        if not text:
            return None
        zone = self.data.get("zone", "") if "zone" in self.fields else ""
        moment = _read(text, zone)
        if moment is None:
            raise forms.ValidationError("Write a day and a time, such as 2030-01-31T09:00.")
        if wrong := wrong_with_moment(moment):
            raise forms.ValidationError(wrong)
        return moment


class MoveForm(MomentsForm):
    """Other moments of what is in line; a field that is left empty leaves the moment that `stands` there."""

    def __init__(self, *args: Any, stands: Mapping[str, datetime | None], **options: Any) -> None:
        super().__init__(*args, **options)
        self._stands = stands

    def clean(self) -> dict[str, Any]:
        if not (self.errors or self.said):
            says = "Write when it is to start, or a deadline. To leave both as they are, go back."
            self.add_error("scheduled_at", says)
        return super().clean()

    @property
    def said(self) -> Moments:
        """The moments that were written."""
        said: Moments = {}
        if starts := self.cleaned_data.get("scheduled_at"):
            said["scheduled_at"] = starts
        if ends := self.cleaned_data.get("deadline"):
            said["deadline"] = ends
        return said

    def _meant(self, name: str) -> datetime | None:
        if name in self.errors:
            return None
        return super()._meant(name) or self._stands.get(name)


class StartForm(MomentsForm):
    """The moments of a run that is to be started, and its priority."""

    field_order = ["priority", "scheduled_at", "deadline"]

    priority = forms.ChoiceField(
        choices=[*_PRIORITIES.items()],
        required=False,
        help_text="With none chosen, it moves up three days before its deadline, and again on the last day.",
        error_messages={"invalid_choice": "Choose one of the priorities that are offered."},
    )

    def __init__(self, *args: Any, may_choose_high: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not may_choose_high:
            offered = [(key, word) for key, word in _PRIORITIES.items() if key != Priority.HIGH]
            self.fields["priority"].choices = offered  # type: ignore[attr-defined]

    @property
    def options(self) -> StartOptions:
        """The checked options, as the engine takes them."""
        given = self.cleaned_data
        return StartOptions(
            priority=Priority(given["priority"]) if given["priority"] else None,
            scheduled_at=given["scheduled_at"],
            deadline=given["deadline"],
        )


def _read(text: str, zone: str) -> datetime | None:
    """Return the moment that is meant; None where it is none."""
    for form in _FORMATS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=_zone(zone))
        except ValueError:
            continue
    return None


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
