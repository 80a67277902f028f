"""The settings as the page shows them: tries and waits side by side, everything else row by row."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import slugify

from generation.app_settings import MAX_RETRY_ATTEMPTS, RETRY_DELAYS
from generation.durations import duration_in_words
from settings_app.forms import SettingsForm
from settings_app.page import GroupOnPage, Row, groups_on_page, values_on_page
from settings_app.schema import Values, all_settings
from settings_app.store import DescribedSetting

_FIRST_RETRY = 2
_MANY_SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class Wait:
    """The wait before the try of this number; `in_words` where its seconds are many, and its try is one."""

    before_try: int
    row: Row
    is_used: bool
    in_words: str


@dataclass(frozen=True, kw_only=True)
class GroupShown:
    """A group of settings: `tries` and `waits` make up the schedule, where the group holds it."""

    anchor: str
    title: str
    summary: str
    tries: Row | None
    waits: Sequence[Wait]
    rows: Sequence[Row]


def groups_shown(form: SettingsForm, described: Sequence[DescribedSetting]) -> list[GroupShown]:
    values = values_on_page(form, described)
    return [_shown(group, values) for group in groups_on_page(form, described, values)]


def named(key: str) -> str:
    """Return what the page calls the setting; one that is no more goes by its key."""
    declared = all_settings().get(key)
    return declared.name if declared else key


def _shown(group: GroupOnPage, values: Values) -> GroupShown:
    by_key = {row.setting.key: row for row in group.rows}
    tries = by_key.pop(MAX_RETRY_ATTEMPTS.key, None)
    waits = [
        Wait(
            before_try=number,
            row=by_key.pop(delay.key),
            is_used=number <= values[MAX_RETRY_ATTEMPTS],
            in_words=duration_in_words(values[delay]) if values[delay] >= _MANY_SECONDS else "",
        )
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
