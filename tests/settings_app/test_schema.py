import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from generation import app_settings
from settings_app.schema import Setting, Values, all_settings
from tests.settings_app.conftest import Samples

DECLARATIONS = Path(app_settings.__file__)
ROOT = DECLARATIONS.parent.parent


def test_all_settings_come_in_the_order_of_their_declaration(samples: Samples) -> None:
    assert list(all_settings()) == ["delay", "switch", "voice", "engine"]


def test_a_value_that_is_not_there_is_the_default(samples: Samples) -> None:
    values = Values({"delay": 0})

    assert values[samples.delay] == 0
    assert values[samples.switch] is True


def test_the_keys_that_others_rely_on_are_declared_with_their_defaults() -> None:
    delays = {
        f"retry_attempt_{attempt}_delay": delay
        for attempt, delay in enumerate((5, 30, 120, 300, 300, 300), 2)
    }

    defaults = {key: setting.default for key, setting in all_settings().items()}

    assert delays.items() <= defaults.items()
    assert defaults["max_retry_attempts"] == 7


@pytest.mark.parametrize("key", [setting.key for group in app_settings.GROUPS for setting in group.settings])
def test_a_setting_is_read_by_the_product(key: str) -> None:
    """A settings page whose values nothing reads is a promise nobody keeps."""
    is_read = not names_in_use().isdisjoint(names_of(key))

    assert is_read, f"Nothing reads the setting {key}."


def names_of(key: str) -> set[str]:
    """Return the key and the constants of generation.app_settings that hold its setting."""
    constants = {name: value for name, value in vars(app_settings).items() if name.isupper()}
    del constants["GROUPS"]
    return {key, *(name for name, value in constants.items() if key in _keys(value))}


def _keys(value: object) -> set[str]:
    members = value if isinstance(value, tuple) else (value,)
    return {member.key for member in members if isinstance(member, Setting)}


@cache
def names_in_use() -> set[str]:
    """Return the names and strings in the product's code outside settings_app and the declarations."""
    sources = [path for folder in ("config", "generation") for path in (ROOT / folder).rglob("*.py")]
    return {name for source in sources if source != DECLARATIONS for name in _names_in(source)}


def _names_in(source: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.Constant(value=str(name)):
                yield name
