"""The provider's counterpart."""

from collections.abc import Iterator

import pytest

from tests.support.anthropic_server import AnthropicServer


@pytest.fixture
def server() -> Iterator[AnthropicServer]:
    with AnthropicServer() as running:
        yield running
