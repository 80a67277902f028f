"""The gate as its tests find it: with a clock of its own, and with a limit."""

import pytest


@pytest.fixture
def clock(monkeypatch):
    """Neither the time that a test takes nor chance is in what it is told."""
    from tests.support.gate import set_clock

    return set_clock(monkeypatch)


@pytest.fixture
def ten_a_minute() -> None:
    from generation.app_settings import REQUESTS_PER_MINUTE
    from tests.support.gate import allow

    allow(**{REQUESTS_PER_MINUTE.key: 10})
