"""The settings as the page shows them: tries and waits side by side, everything else row by row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.text import slugify

from generation.app_settings import MAX_RETRY_ATTEMPTS, RETRY_DELAYS
from settings_app.forms import SettingsForm
from settings_app.page import GroupOnPage, Row, groups_on_page
from settings_app.schema import all_settings
from settings_app.store import DescribedSetting

_FIRST_RETRY = 2


@dataclass(frozen=True, kw_only=True)
class Wait:
    """The wait before the try of this number."""

    before_try: int
    row: Row


@dataclass(frozen=True, kw_only=True)
class GroupShown:
    """A group of settings: `tries` and `waits` make up the schedule, where the group holds it."""

    anchor: str
    title: str
    summary: str
    tries: Row | None
    waits: Sequence[Wait]
    rows: Sequence[Row]


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What came of trying the values on the page."""

    says: str
    works: bool


def groups_shown(form: SettingsForm, described: Iterable[DescribedSetting]) -> list[GroupShown]:
    return [_shown(group) for group in groups_on_page(form, described)]


def named(key: str) -> str:
    """Return what the page calls the setting; one that is no more goes by its key."""
    declared = all_settings().get(key)
    return declared.name if declared else key


def _shown(group: GroupOnPage) -> GroupShown:
    by_key = {row.setting.key: row for row in group.rows}
    tries = by_key.pop(MAX_RETRY_ATTEMPTS.key, None)
    waits = [
        Wait(before_try=number, row=by_key.pop(delay.key))
        for number, delay in enumerate(RETRY_DELAYS, start=_FIRST_RETRY)
        if delay.key in by_key
    ]
    return GroupShown(
        anchor=slugify(group.title),
        title=group.title,
        summary=group.summary,
        tries=tries,
        waits=waits,
        rows=list(by_key.values()),
    )
