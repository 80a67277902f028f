"""The form of all settings, made from their declarations."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from settings_app.schema import AnySetting, Values, all_settings
from settings_app.store import DescribedSetting
from settings_app.values import BadValueError, SettingValue, parse_value, value_to_text


class SettingField(forms.Field):
    """One setting; refuses what its declaration refuses, with the same sentence."""

    def __init__(self, setting: AnySetting) -> None:
        super().__init__(
            required=False,  # an empty text may be right, which the declaration knows
            label=setting.name,
            help_text=setting.description,
            widget=_widget(setting),
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
        self, data: Mapping[str, Any] | None = None, *, described: Iterable[DescribedSetting]
    ) -> None:
        super().__init__(data, initial={setting.key: value_to_text(setting.value) for setting in described})
        self.fields.update({key: SettingField(setting) for key, setting in all_settings().items()})

    def make_read_only(self) -> None:
        for field in self.fields.values():
            field.disabled = True

    def changes(self) -> dict[str, SettingValue]:
        """Return what the person changed on the page they saw, so that they undo nobody else's change.

        A request without the values that were seen (a script's) changes all it sends.
        """
        cleaned = self.cleaned_data.items()
        return {key: value for key, value in cleaned if value_to_text(value) != self._seen(key)}

    def values(self) -> Values:
        """Return all values as they stand on the page, saved or not."""
        return Values(self.cleaned_data)

    def _seen(self, key: str) -> str | None:
        seen: str | None = self.data.get(self[key].html_initial_name)
        return seen


def _widget(setting: AnySetting) -> forms.Widget:
    # A switch is no checkbox: one that is missing from a request would mean off.
    # A number is no type="number": browsers send nothing for "5 s", and the answer could not quote it.
    widget: forms.Widget
    if isinstance(setting.default, bool):
        widget = UnfoldAdminSelectWidget(choices=[("true", "On"), ("false", "Off")])
    elif setting.choices is not None:
        words = [(choice, choice or "(empty)") for choice in setting.choices()]
        widget = UnfoldAdminSelectWidget(choices=words)
    elif isinstance(setting.default, int):
        widget = UnfoldAdminTextInputWidget({"inputmode": "numeric", "suffix": setting.unit})
    else:
        widget = UnfoldAdminTextInputWidget()
    return widget
