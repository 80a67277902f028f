"""What a settings page shows and lets one try; how it looks is its door's business."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.forms import BoundField

from settings_app import store
from settings_app.forms import SettingsForm
from settings_app.schema import GROUPS, TRIALS, SettingGroup, Trial, TrialError, Values
from settings_app.store import DescribedSetting
from settings_app.values import value_in_words


@dataclass(frozen=True, kw_only=True)
class Row:
    """One setting on the page."""

    field: BoundField
    default: str
    setting: DescribedSetting


@dataclass(frozen=True, kw_only=True)
class GroupOnPage:
    """One group of settings on the page; `summary` says what the saved values mean, or is empty."""

    title: str
    summary: str
    rows: Sequence[Row]


def groups_on_page(form: SettingsForm, described: Iterable[DescribedSetting]) -> Iterator[GroupOnPage]:
    """Yield every group with its fields of the form, in the order of declaration."""
    by_key = {setting.key: setting for setting in described}
    values = Values({key: setting.value for key, setting in by_key.items()})
    for group in GROUPS:
        rows = [_row(form, by_key[setting.key]) for setting in group.settings]
        yield GroupOnPage(title=group.title, summary=_summary(group, values), rows=rows)


def moves_of_a_reset() -> Iterator[tuple[str, str, str]]:
    """Yield key, value and default of each setting that a reset would change."""
    for setting in store.describe():
        if setting.value != setting.default:
            yield setting.key, value_in_words(setting.value), value_in_words(setting.default)


def try_out(key: str, form: SettingsForm) -> str:
    """Try what the form says, and return in a sentence what came of it; raises TrialError."""
    return f"{_trial(key).run(form.values())} Nothing is saved yet."


def _row(form: SettingsForm, setting: DescribedSetting) -> Row:
    return Row(field=form[setting.key], default=value_in_words(setting.default), setting=setting)


def _summary(group: SettingGroup, values: Values) -> str:
    return group.summary(values) if group.summary else ""


def _trial(key: str) -> Trial:
    if key not in TRIALS:
        raise TrialError("This page is out of date: there is no such trial. Load it again.")
    return TRIALS[key]
