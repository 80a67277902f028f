"""The page docs/settings.md, written from the declarations."""

from collections.abc import Iterable
from decimal import Decimal

from settings_app.schema import AnySetting, SettingGroup
from settings_app.values import value_to_text

_INTRODUCTION = """\
# Settings

What staff may change while Galley runs: on the page `/settings/`, in the admin
(`/admin/settings_app/appsetting/`), or with `PATCH /api/settings/`. Each value is read at the moment of the
decision it belongs to, so a change needs no restart. Values are stored as text in the table `app_settings`;
who changed which when stands in `app_setting_changes`.

Written by `.venv/bin/python manage.py settings_docs` from the declarations; edit those, not this page.
"""


def settings_page(groups: Iterable[SettingGroup]) -> str:
    """Return the page as Markdown: a table for each group."""
    return "\n".join([_INTRODUCTION, *(_table(group) for group in groups)])


def _table(group: SettingGroup) -> str:
    head = [f"## {group.title}", "", "| key | default | allowed | unit | meaning |", "|---|---|---|---|---|"]
    return "\n".join([*head, *(_row(setting) for setting in group.settings), ""])


def _row(setting: AnySetting) -> str:
    default = value_to_text(setting.default)
    cells = [
        f"`{setting.key}`",
        f"`{default}`" if default else "(empty)",
        _allowed(setting),
        setting.unit,
        setting.description,
    ]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _allowed(setting: AnySetting) -> str:
    if isinstance(setting.default, bool):
        return "`true`, `false`"
    if setting.choices is not None:
        return ", ".join(f"`{choice}`" if choice else "(empty)" for choice in setting.choices())
    if isinstance(setting.default, int):
        return _numbers(setting.minimum, setting.maximum)
    if isinstance(setting.default, Decimal):
        return f"{_numbers(setting.minimum, setting.maximum)}, two decimals"
    return _sentence_start(setting.shape.wanted) if setting.shape else "text"


def _sentence_start(words: str) -> str:
    return words[:1].lower() + words[1:].rstrip(",")


def _numbers(minimum: int | None, maximum: int | None) -> str:
    if minimum is None and maximum is None:
        return "any whole number"
    if minimum is None:
        return f"up to {maximum}"
    return f"from {minimum}" if maximum is None else f"{minimum} to {maximum}"
