"""Settings read and saved. Nothing is cached: a saved value counts for the very next decision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from typing import Literal, TypeVar

import structlog
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from settings_app.models import AppSetting, SettingChange
from settings_app.schema import GROUPS, AnySetting, Setting, SettingGroup, Unit, Values, all_settings
from settings_app.values import BadValueError, SettingValue, parse_value, value_to_text

log = structlog.get_logger(__name__)

T = TypeVar("T", int, bool, str, Decimal)


TypeName = Literal["integer", "boolean", "string", "decimal"]


class InvalidSettings(ValueError):  # noqa: N818 - reads as what was handed in
    """Nothing was saved; `errors` holds a sentence for each key that was wrong."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(" ".join(f"{key}: {sentence}" for key, sentence in errors.items()))
        self.errors = dict(errors)


@dataclass(frozen=True, kw_only=True)
class DescribedSetting:
    """A setting as it stands, for people: what was declared, what is stored, and who changed it when.

    `changed_by` is None, too, where a command changed it or the person is gone.
    """

    key: str
    group: str
    value: SettingValue
    default: SettingValue
    type: TypeName
    unit: Unit
    minimum: int | None
    maximum: int | None
    choices: tuple[str, ...] | None
    description: str
    changed_by: str | None
    changed_at: datetime | None


def get(setting: Setting[T]) -> T:
    """Return the value of one setting as it is now."""
    stored = dict(AppSetting.objects.filter(key=setting.key).values_list("key", "value"))
    return Values({key: value_from_text(setting, text) for key, text in stored.items()})[setting]


def read_all() -> Values:
    """Return all values as they are now, in one query: plain SQL, because every task begins with it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, value FROM app_settings")
        stored = dict(cursor.fetchall())
    declared = all_settings()
    return Values({key: value_from_text(declared[key], stored[key]) for key in declared.keys() & stored})


def describe() -> list[DescribedSetting]:
    """Return every declared setting as it is now, in the order of declaration."""
    rows = {row.key: row for row in AppSetting.objects.select_related("changed_by")}
    return [
        _described(group, setting, rows.get(setting.key)) for group in GROUPS for setting in group.settings
    ]


def save(changes: Mapping[str, object], changed_by: User | None) -> None:
    """Save all of `changes`, typed or text by key, or nothing; what stays the same leaves no trace.

    Raises InvalidSettings for unknown keys, bad values and what there is an objection to.
    """
    wanted = _checked(changes)
    with transaction.atomic():
        AppSetting.objects.bulk_create(_default_rows(wanted), ignore_conflicts=True)
        rows = AppSetting.objects.select_for_update().filter(key__in=wanted).order_by("key")
        changed = [row for row in rows if row.value != wanted[row.key]]
        _check_objections({row.key: wanted[row.key] for row in changed})
        for row in changed:
            _change(row, wanted[row.key], changed_by)


def reset_to_defaults(changed_by: User | None) -> None:
    """Give every setting the value it was declared with."""
    save({key: setting.default for key, setting in all_settings().items()}, changed_by)


def add_missing_defaults(rows: QuerySet[AppSetting]) -> None:
    """Store the default of each setting that has no row; values are never touched, descriptions follow."""
    rows.bulk_create(
        _default_rows(all_settings()),
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["description"],
    )


def value_from_text(setting: AnySetting, text: str) -> SettingValue:
    """Return a stored value; one that is no longer right (edited by SQL, say) counts as the default."""
    try:
        return parse_value(setting, text)
    except BadValueError as error:
        _warn_once(setting.key, str(error))
        return setting.default


def _default_rows(keys: Iterable[str]) -> list[AppSetting]:
    """Return unsaved rows, sorted so that two who insert the same ones wait for each other in one order."""
    declared = all_settings()
    return [
        AppSetting(key=key, value=value_to_text(declared[key].default), description=declared[key].description)
        for key in sorted(keys)
    ]


def _described(group: SettingGroup, setting: AnySetting, row: AppSetting | None) -> DescribedSetting:
    return DescribedSetting(
        key=setting.key,
        group=group.title,
        value=value_from_text(setting, row.value) if row else setting.default,
        default=setting.default,
        type=_type_name(setting),
        unit=setting.unit,
        minimum=setting.minimum,
        maximum=setting.maximum,
        choices=setting.choices() if setting.choices else None,
        description=setting.description,
        changed_by=row.changed_by.get_username() if row and row.changed_by else None,
        changed_at=row.changed_at if row else None,
    )


def _type_name(setting: AnySetting) -> TypeName:
    match setting.default:
        case bool():
            return "boolean"
        case int():
            return "integer"
        case Decimal():
            return "decimal"
        case str():
            return "string"


def _checked(changes: Mapping[str, object]) -> dict[str, str]:
    declared = all_settings()
    texts, errors = {}, {}
    for key, raw in changes.items():
        if key not in declared:
            errors[key] = _unknown_in_words(key, declared)
            continue
        try:
            texts[key] = value_to_text(parse_value(declared[key], raw))
        except BadValueError as error:
            errors[key] = str(error)
    if errors:
        raise InvalidSettings(errors)
    return texts


def _check_objections(changed: Mapping[str, str]) -> None:
    declared = all_settings()
    asked = {key: declared[key].objection for key in changed}
    errors = {key: ask(changed[key]) for key, ask in asked.items() if ask}
    if errors := {key: sentence for key, sentence in errors.items() if sentence}:
        raise InvalidSettings(errors)


def _change(row: AppSetting, new_value: str, changed_by: User | None) -> None:
    SettingChange.objects.create(key=row.key, old_value=row.value, new_value=new_value, changed_by=changed_by)
    AppSetting.objects.filter(pk=row.pk).update(value=new_value, changed_by=changed_by, updated_at=Now())


def _unknown_in_words(key: str, declared: Mapping[str, AnySetting]) -> str:
    nearest = get_close_matches(key, declared, n=1)
    hint = f" Did you mean {nearest[0]}?" if nearest else ""
    return f"There is no setting of this name.{hint}"


@lru_cache(maxsize=256)  # settings are read many times a second; one line for each bad text is enough
def _warn_once(key: str, reason: str) -> None:
    log.warning("A stored setting could not be read; its default is used.", key=key, reason=reason)
