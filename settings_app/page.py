"""What every page of the settings shows, whichever door it belongs to and however it looks there."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.forms import BoundField

from settings_app import store
from settings_app.forms import SettingsForm
from settings_app.models import SettingChange
from settings_app.schema import GROUPS, SettingGroup, Values
from settings_app.store import DescribedSetting
from settings_app.values import value_in_words

RESET_DONE = "All settings have their defaults again."
_LATEST_CHANGES = 10


@dataclass(frozen=True, kw_only=True)
class Row:
    """One setting on the page."""

    field: BoundField
    default: str
    setting: DescribedSetting


@dataclass(frozen=True, kw_only=True)
class GroupOnPage:
    """One group of settings on the page; `summary` says what the values there mean, or is empty."""

    title: str
    summary: str
    rows: Sequence[Row]


def values_on_page(form: SettingsForm, described: Iterable[DescribedSetting]) -> Values:
    """Return the values that were sent and are right, and for all others those in force."""
    return Values({setting.key: setting.value for setting in described} | form.right_values())


def groups_on_page(
    form: SettingsForm, described: Iterable[DescribedSetting], values: Values
) -> Iterator[GroupOnPage]:
    """Yield every group with its fields of the form, in the order of declaration, and what `values` mean."""
    by_key = {setting.key: setting for setting in described}
    for group in GROUPS:
        rows = [_row(form, by_key[setting.key]) for setting in group.settings]
        yield GroupOnPage(title=group.title, summary=_summary(group, form, values), rows=rows)


def latest_changes() -> "QuerySet[SettingChange]":
    return SettingChange.objects.select_related("changed_by")[:_LATEST_CHANGES]


def moves_of_a_reset() -> Iterator[tuple[str, str, str]]:
    """Yield key, value and default of each setting that a reset would change."""
    for setting in store.describe():
        if setting.value != setting.default:
            yield setting.key, value_in_words(setting.value), value_in_words(setting.default)


def _row(form: SettingsForm, setting: DescribedSetting) -> Row:
    return Row(field=form[setting.key], default=value_in_words(setting.default), setting=setting)


def _summary(group: SettingGroup, form: SettingsForm, values: Values) -> str:
    """Return what the group's values mean; where one is wrong, what would be right instead."""
    if not group.summary:
        return ""
    wrong = [setting for setting in group.settings if setting.key in form.errors]
    sentences = " ".join(f"{setting.name}: {form.errors[setting.key][0]}" for setting in wrong)
    return sentences or group.summary(values)
