"""The provider's counterpart, and a loop that may be slow."""

from collections.abc import Iterator

import pytest

from generation.providers import loop
from tests.support.anthropic_server import AnthropicServer
from tests.support.patience import AMPLE_SECONDS


@pytest.fixture
def server() -> Iterator[AnthropicServer]:
    with AnthropicServer() as running:
        yield running


@pytest.fixture
def a_slow_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave no call behind, unless a test is about just that."""
    monkeypatch.setattr(loop, "ABANDON_SECONDS", AMPLE_SECONDS)
