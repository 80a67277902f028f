from decimal import Decimal

import pytest

from settings_app.checks import check_groups, check_settings
from settings_app.schema import AnySetting, Setting, SettingGroup, Shape


def ids(*settings: AnySetting) -> list[str]:
    return [error.id or "" for error in check_groups([SettingGroup(title="Any", settings=settings)])]


SHAPE = Shape(fits=lambda text: text in ("a", "b"), wanted="One of the first letters")
SOUND = Setting(key="max_tries_2", default=5, minimum=0, maximum=9, description="How often, at most.")


def test_the_product_declares_its_settings_soundly() -> None:
    assert check_settings() == []


def test_a_sound_setting_passes() -> None:
    amount = Setting(key="cost", default=Decimal("0.50"), minimum=0, maximum=9, description="An amount.")
    assert ids(SOUND, amount) == []


@pytest.mark.parametrize(
    ("setting", "slip"),
    [
        (Setting(key="maxTries", default=5, description="A number."), "settings_app.E002"),
        (Setting(key="max-tries", default=5, description="A number."), "settings_app.E002"),
        (Setting(key="max__tries", default=5, description="A number."), "settings_app.E002"),
        (Setting(key="2_tries", default=5, description="A number."), "settings_app.E002"),
        (Setting(key="x" * 101, default=5, description="A number."), "settings_app.E002"),
        (Setting(key="tries", default=5, description=""), "settings_app.E003"),
        (Setting(key="tries", default=5, description="How often"), "settings_app.E003"),
        (Setting(key="tries", default=5, description="how often."), "settings_app.E003"),
        (Setting(key="tries", default=True, minimum=0, description="On or off."), "settings_app.E004"),
        (Setting(key="tries", default="a", maximum=3, description="A text."), "settings_app.E004"),
        (Setting(key="cost", default=Decimal("1.005"), description="An amount."), "settings_app.E005"),
        (Setting(key="tries", default=5, choices=lambda: ("5",), description="One."), "settings_app.E004"),
        (Setting(key="tries", default=5, shape=SHAPE, description="One."), "settings_app.E004"),
        (Setting(key="kind", default="c", shape=SHAPE, description="One."), "settings_app.E005"),
        (Setting(key="tries", default=0, minimum=1, description="A number."), "settings_app.E005"),
        (Setting(key="tries", default=9, maximum=8, description="A number."), "settings_app.E005"),
        (Setting(key="tries", default=5, minimum=9, maximum=1, description="A number."), "settings_app.E005"),
        (
            Setting(key="kind", default="c", choices=lambda: ("a", "b"), description="One."),
            "settings_app.E005",
        ),
        (Setting(key="kind", default="two\nlines", description="One."), "settings_app.E005"),
    ],
)
def test_a_slip_in_a_declaration_is_named(setting: AnySetting, slip: str) -> None:
    assert ids(setting) == [slip]


def test_a_key_declared_twice_is_named_even_across_groups() -> None:
    groups = [SettingGroup(title="One", settings=(SOUND,)), SettingGroup(title="Two", settings=(SOUND,))]

    assert [error.id for error in check_groups(groups)] == ["settings_app.E001"]
