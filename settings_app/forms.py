"""The form of all settings, made from their declarations."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from settings_app.schema import AnySetting, Values, all_settings
from settings_app.store import DescribedSetting
from settings_app.values import BadValueError, SettingValue, parse_value, value_to_text


@dataclass(frozen=True, kw_only=True)
class Dress:
    """The widgets a page draws settings with: a word of several, a number of some unit, a line of text.

    A number gets the keys that a phone offers for it, too: `numeric`, or `decimal` with a point.
    """

    choice: Callable[[Sequence[tuple[str, str]]], forms.Widget]
    number: Callable[[str, str], forms.Widget]
    text: Callable[[], forms.Widget]


PLAIN = Dress(
    choice=lambda choices: forms.Select(choices=choices),
    number=lambda _, keys: forms.TextInput({"inputmode": keys}),
    text=forms.TextInput,
)
"""Django's own widgets; the page says the unit beside them."""


class SettingField(forms.Field):
    """One setting; refuses what its declaration refuses, with the same sentence."""

    def __init__(self, setting: AnySetting, dress: Dress) -> None:
        super().__init__(
            required=False,  # an empty text may be right, which the declaration knows
            label=setting.name,
            help_text=setting.description,
            widget=_widget(setting, dress),
            show_hidden_initial=True,
        )
        self.setting = setting

    def clean(self, value: Any) -> SettingValue:
        try:
            return parse_value(self.setting, value)
        except BadValueError as error:
            raise forms.ValidationError(str(error)) from error


class SettingsForm(forms.Form):
    """All settings at once; each field is named by its setting's key."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        described: Iterable[DescribedSetting],
        dress: Dress = PLAIN,
    ) -> None:
        super().__init__(data, initial={setting.key: value_to_text(setting.value) for setting in described})
        self.fields.update({key: SettingField(setting, dress) for key, setting in all_settings().items()})

    def make_read_only(self) -> None:
        for field in self.fields.values():
            field.disabled = True

    def changes(self) -> dict[str, SettingValue]:
        """Return what the person changed on the page they saw, so that they undo nobody else's change.

        A request without the values that were seen (a script's) changes all it sends.
        """
        cleaned = self.cleaned_data.items()
        return {key: value for key, value in cleaned if value_to_text(value) != self._seen(key)}

    def refuse(self, errors: Mapping[str, str]) -> None:
        """Note what stood against saving it, each sentence beside the field of its key."""
        for key, sentence in errors.items():
            self.add_error(key, sentence)

    def values(self) -> Values:
        """Return all values as they stand on the page, saved or not."""
        return Values(self.cleaned_data)

    def right_values(self) -> dict[str, SettingValue]:
        """Check what was sent, and return those values that are right; none before the form is sent."""
        if not self.is_bound:
            return {}
        self.is_valid()  # which asks each field, once
        return dict(self.cleaned_data)

    def _seen(self, key: str) -> str | None:
        seen: str | None = self.data.get(self[key].html_initial_name)
        return seen


def _widget(setting: AnySetting, dress: Dress) -> forms.Widget:
    # A switch is no checkbox: one that is missing from a request would mean off.
    # A number is no type="number": browsers send nothing for "5 s", and the answer could not quote it.
    if isinstance(setting.default, bool):
        return dress.choice([("true", "On"), ("false", "Off")])
    if setting.choices is not None:
        return dress.choice([(choice, choice or "(empty)") for choice in setting.choices()])
    if isinstance(setting.default, int):
        return dress.number(setting.unit, "numeric")
    if isinstance(setting.default, Decimal):
        return dress.number(setting.unit, "decimal")
    return dress.text()
