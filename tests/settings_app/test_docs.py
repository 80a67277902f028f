from decimal import Decimal

from settings_app.docs import settings_page
from settings_app.schema import GROUPS, Setting, SettingGroup, Shape, all_settings
from tests.settings_app.conftest import Samples


def test_every_setting_has_its_row() -> None:
    page = settings_page(GROUPS)

    assert [key for key in all_settings() if f"| `{key}` |" not in page] == []


def test_a_row_says_default_limits_unit_and_meaning(samples: Samples) -> None:
    page = settings_page(GROUPS)

    assert "| `delay` | `30` | 0 to 86400 | seconds | A wait. |" in page
    assert "| `switch` | `true` | `true`, `false` |  | On or off. |" in page
    assert "| `voice` | `Plain` | text |  | A voice. |" in page
    assert "| `engine` | (empty) | (empty), `demo`, `real` |  | An engine. |" in page
    assert page.index("## Waits") < page.index("## Words")


def test_limits_may_be_open_and_a_bar_does_not_break_the_table() -> None:
    group = SettingGroup(
        title="Open",
        settings=(
            Setting(key="any", default=1, description="This | that."),
            Setting(key="cost", default=Decimal("0.5"), minimum=0, maximum=9, description="An amount."),
            Setting(key="low", default=1, minimum=1, description="A number."),
            Setting(key="high", default=1, maximum=9, description="A number."),
            Setting(
                key="mail",
                default="",
                shape=Shape(fits=lambda _: True, wanted="An address, or nothing at all,"),
                description="A text.",
            ),
        ),
    )

    page = settings_page([group])

    assert "| `any` | `1` | any whole number |  | This \\| that. |" in page
    assert "| `cost` | `0.50` | 0 to 9, two decimals |" in page
    assert "| `low` | `1` | from 1 |" in page
    assert "| `high` | `1` | up to 9 |" in page
    assert "| `mail` | (empty) | an address, or nothing at all |" in page
