"""A Redis that says nothing, and a provider that says what it is told to."""

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.support.anthropic_server import AnthropicServer


@pytest.fixture
def silent_redis(redis_server):
    """Redis frozen: it accepts connections and says nothing. Nobody has noticed yet."""
    from generation.engine import courier

    redis_server.pause()
    yield redis_server
    redis_server.go_on()
    time.sleep(courier.PAUSE_SECONDS)  # no other test may find Redis left alone


@pytest.fixture
def server(settings) -> Iterator[AnthropicServer]:
    """A server that speaks Anthropic's wire format; this process's provider calls it."""
    from generation import providers

    with AnthropicServer() as server:
        settings.ENV = replace(settings.ENV, anthropic_api_key="sk-test", anthropic_base_url=server.url)
        providers.get_provider.cache_clear()
        yield server
    providers.get_provider.cache_clear()
