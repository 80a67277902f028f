"""A setting's value as text and back: what is accepted, and the sentence that says what would be right."""

import json
import re
import unicodedata
from decimal import Decimal
from typing import assert_never

from settings_app.schema import AnySetting

SettingValue = int | bool | str | Decimal

MAX_TEXT_LENGTH = 1000

_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,18}")  # `\d` and int() would let digits of other scripts through
_AMOUNT = re.compile(rf"{_WHOLE_NUMBER.pattern}(\.[0-9]{{1,2}})?")
_WORDS = {"true": True, "false": False}
_UNFIT_FOR_ONE_LINE = {"Cc", "Cs", "Zl", "Zp"}  # control characters, lone surrogates, line separators
_SHOWN_LENGTH = 40


class BadValueError(ValueError):
    """A value its setting cannot take; the message is a sentence for the person who gave it."""


def parse_value(setting: AnySetting, raw: object) -> SettingValue:
    """Return `raw`, typed (as from JSON) or text (as from a form or the table), as a value of the setting.

    Raises BadValueError where it is not one.
    """
    value = _read(setting, raw.strip() if isinstance(raw, str) else raw)
    if value is None:
        raise BadValueError(f"{wanted_in_words(setting)} is needed, {_given(raw)}.")
    return value


def value_to_text(value: SettingValue) -> str:
    """Return the text that is stored for a value, one for each; `parse_value` reads it back."""
    match value:
        case bool():
            return str(value).lower()
        case Decimal():
            return str(int(value)) if value == int(value) else f"{value:.2f}"
        case _:
            return str(value)


def value_in_words(value: SettingValue) -> str:
    """Return a value as the settings page shows it."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return value_to_text(value) or "(empty)"


def wanted_in_words(setting: AnySetting) -> str:
    """Return what the setting accepts: "A whole number of seconds from 0 to 86400"."""
    match setting.default:
        case bool():
            return "Either true or false"
        case int():
            unit = f" of {setting.unit}" if setting.unit else ""
            return f"A whole number{unit}{_range_in_words(setting)}"
        case Decimal():
            unit = f" of {setting.unit}" if setting.unit else ""
            return f"A number{unit}{_range_in_words(setting)}, such as 2 or 0.50,"
        case str():
            return _wanted_text(setting)
        case _:
            assert_never(setting.default)


def _read(setting: AnySetting, raw: object) -> SettingValue | None:
    match setting.default:
        case bool():
            return _read_bool(raw)
        case int():
            return _read_int(setting, raw)
        case Decimal():
            return _read_amount(setting, raw)
        case str():
            return _read_text(setting, raw)
        case _:
            assert_never(setting.default)


def _read_bool(raw: object) -> bool | None:
    if isinstance(raw, bool):
        return raw
    return _WORDS.get(raw.lower()) if isinstance(raw, str) else None


def _read_int(setting: AnySetting, raw: object) -> int | None:
    text = str(raw) if isinstance(raw, int | str) else ""
    if not _WHOLE_NUMBER.fullmatch(text):  # which "True" does not match, though Python counts True as 1
        return None
    number = int(text)
    return number if _is_within(setting, number) else None


def _read_amount(setting: AnySetting, raw: object) -> Decimal | None:
    text = str(raw) if isinstance(raw, int | float | Decimal | str) else ""
    if not _AMOUNT.fullmatch(text):
        return None
    number = Decimal(text)
    return number if _is_within(setting, number) else None


def _is_within(setting: AnySetting, number: int | Decimal) -> bool:
    if setting.minimum is not None and number < setting.minimum:
        return False
    return setting.maximum is None or number <= setting.maximum


def _read_text(setting: AnySetting, raw: object) -> str | None:
    if not isinstance(raw, str):
        return None
    if setting.choices is not None:
        return raw if raw in setting.choices() else None
    if setting.shape is not None and not setting.shape.fits(raw):
        return None
    if not raw and setting.default:
        return None
    return raw if len(raw) <= MAX_TEXT_LENGTH and _is_one_line(raw) else None


def _is_one_line(text: str) -> bool:
    return not any(unicodedata.category(character) in _UNFIT_FOR_ONE_LINE for character in text)


def _range_in_words(setting: AnySetting) -> str:
    match setting.minimum, setting.maximum:
        case None, None:
            return ""
        case low, None:
            return f" of at least {low}"
        case None, high:
            return f" of at most {high}"
        case low, high:
            return f" from {low} to {high}"


def _wanted_text(setting: AnySetting) -> str:
    if setting.choices is not None:
        return f"One of {', '.join(choice or '(empty)' for choice in setting.choices())}"
    if setting.shape is not None:
        return setting.shape.wanted
    return f"One line of text, at most {MAX_TEXT_LENGTH} characters,"


def _given(raw: object) -> str:
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return "but nothing was given"
    shown = json.dumps(raw, default=str, ensure_ascii=False).encode(errors="replace").decode()
    return f"not {shown if len(shown) <= _SHOWN_LENGTH else shown[:_SHOWN_LENGTH] + '...'}"
