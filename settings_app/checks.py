"""A system check that every setting is declared soundly, so that a slip stops the start and not a person."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.core.checks import CheckMessage, Error, register

from settings_app.schema import GROUPS, AnySetting, SettingGroup
from settings_app.values import BadValueError, parse_value

_SNAKE_CASE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_SENTENCE = re.compile(r"[A-Z0-9].*[.]", re.DOTALL)
_LONGEST_KEY = 100


@register
def check_settings(**_: Any) -> list[CheckMessage]:
    """Return what is wrong with the declared settings."""
    return check_groups(GROUPS)


def check_groups(groups: Iterable[SettingGroup]) -> list[CheckMessage]:
    """Return what is wrong with the settings of these groups: an error for each slip."""
    declared = [setting for group in groups for setting in group.settings]
    times = Counter(setting.key for setting in declared)
    twice = [
        Error(f"The setting {key} is declared {count} times.", id="settings_app.E001")
        for key, count in times.items()
        if count > 1
    ]
    return [*twice, *(error for setting in declared for error in _slips(setting))]


def _slips(setting: AnySetting) -> Iterator[CheckMessage]:
    if not _SNAKE_CASE.fullmatch(setting.key) or len(setting.key) > _LONGEST_KEY:
        hint = f"Use lower case and underscores, at most {_LONGEST_KEY} characters."
        yield Error(f'The key "{setting.key}" is not in snake case.', hint=hint, id="settings_app.E002")
    if not _SENTENCE.fullmatch(setting.description):
        yield Error(f"The description of {setting.key} is not a sentence.", id="settings_app.E003")
    if _has_limits_of_another_type(setting):
        hint = "Limits are for numbers; choices, shapes and objections for text."
        yield Error(f"{setting.key} has limits it cannot have.", hint=hint, id="settings_app.E004")
    yield from _slips_of_default(setting)


def _has_limits_of_another_type(setting: AnySetting) -> bool:
    is_number = type(setting.default) in (int, Decimal)
    has_range = setting.minimum is not None or setting.maximum is not None
    is_bound_text = any((setting.choices, setting.shape, setting.objection))
    return (has_range and not is_number) or (is_bound_text and not isinstance(setting.default, str))


def _slips_of_default(setting: AnySetting) -> Iterator[CheckMessage]:
    try:
        parse_value(setting, setting.default)
    except BadValueError as error:
        yield Error(f"{setting.key} refuses its own default.", hint=str(error), id="settings_app.E005")
