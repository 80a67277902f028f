"""What every page of the settings does and says, whichever door shows it and however it looks there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.forms import BoundField

from settings_app import store
from settings_app.forms import PLAIN, Dress, SettingsForm
from settings_app.models import SettingChange
from settings_app.schema import GROUPS, TRIALS, SettingGroup, Trial, TrialError, Values
from settings_app.store import DescribedSetting
from settings_app.values import value_in_words

CHANGE = "settings_app.change_appsetting"
"""The permission without which the settings can only be read."""

NEEDS_PERMISSION = "Changing settings needs the permission to change settings."
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


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What came of trying the values on the page."""

    says: str
    works: bool


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came of a form that was sent. `saved` says so in a sentence; without it the form is shown again.

    It holds what is wrong with it, and `tried` what was tried instead of saved.
    """

    form: SettingsForm
    saved: str = ""
    tried: Tried | None = None


def take_in(sent: Mapping[str, Any], *, by: User, dress: Dress = PLAIN) -> Answer:
    """Save what was changed in the form that was sent, or only try it; neither while a value is wrong."""
    form = SettingsForm(sent, described=store.describe(), dress=dress)
    if not form.is_valid():
        return Answer(form=form)
    if "try" in sent:
        return Answer(form=form, tried=_try_out(sent["try"], form))
    changes = form.changes()
    store.save(changes, by)
    return Answer(form=form, saved="Saved and in force." if changes else "There was nothing to save.")


def groups_on_page(form: SettingsForm, described: Iterable[DescribedSetting]) -> Iterator[GroupOnPage]:
    """Yield every group with its fields of the form, in the order of declaration."""
    by_key = {setting.key: setting for setting in described}
    values = Values({key: setting.value for key, setting in by_key.items()} | form.right_values())
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


def _try_out(key: str, form: SettingsForm) -> Tried:
    try:
        return Tried(says=f"{_trial(key).run(form.values())} Nothing is saved yet.", works=True)
    except TrialError as error:
        return Tried(says=f"{error} Nothing is saved yet.", works=False)


def _row(form: SettingsForm, setting: DescribedSetting) -> Row:
    return Row(field=form[setting.key], default=value_in_words(setting.default), setting=setting)


def _summary(group: SettingGroup, form: SettingsForm, values: Values) -> str:
    """Return what the group's values mean; where one is wrong, what would be right instead."""
    if not group.summary:
        return ""
    wrong = [setting for setting in group.settings if setting.key in form.errors]
    sentences = " ".join(f"{setting.name}: {form.errors[setting.key][0]}" for setting in wrong)
    return sentences or group.summary(values)


def _trial(key: str) -> Trial:
    if key not in TRIALS:
        raise TrialError("This page is out of date: there is no such trial. Load it again.")
    return TRIALS[key]
