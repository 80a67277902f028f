"""A few settings of every kind, declared for one test in place of the product's own; two who see the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from settings_app.schema import GROUPS, Setting, SettingGroup

if TYPE_CHECKING:
    from django.test import Client


@pytest.fixture
def editor(db: None) -> "Client":
    from tests.support.settings_page import signed_in

    return signed_in("ada", "change_appsetting")


@pytest.fixture
def reader(db: None) -> "Client":
    from tests.support.settings_page import signed_in

    return signed_in("bob")


@dataclass(frozen=True)
class Samples:
    delay: Setting[int]
    switch: Setting[bool]
    voice: Setting[str]
    engine: Setting[str]


@pytest.fixture
def samples() -> Iterator[Samples]:
    """Four settings that stand alone: a number, a switch, a text that may meet an objection, and a choice."""
    declared = Samples(
        delay=Setting(
            key="delay", default=30, unit="seconds", minimum=0, maximum=86_400, description="A wait."
        ),
        switch=Setting(key="switch", default=True, description="On or off."),
        voice=Setting(
            key="voice",
            default="Plain",
            objection=lambda voice: "Nobody speaks so." if voice == "Shrill" else "",
            description="A voice.",
        ),
        engine=Setting(
            key="engine", default="", choices=lambda: ("", "demo", "real"), description="An engine."
        ),
    )
    before = GROUPS[:]
    GROUPS[:] = [
        SettingGroup(
            title="Waits",
            settings=(declared.delay, declared.switch),
            summary=lambda values: f"Waits {values[declared.delay]} s.",
        ),
        SettingGroup(title="Words", settings=(declared.voice, declared.engine)),
    ]
    yield declared
    GROUPS[:] = before
