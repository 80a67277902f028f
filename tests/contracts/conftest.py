"""The services of all providers on this machine, and one provider more: the one that the documents add."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from config.env import Environment
from generation.providers import get_provider
from tests.support.newcomer import newcomer
from tests.support.services import ANTHROPIC, SERVICES, RunningService


@dataclass(frozen=True, kw_only=True)
class AlsoAcme(Environment):
    """The environment with the variables that the page tells to add."""

    acme_api_key: str = ""
    acme_base_url: str = ""


@pytest.fixture
def service(name: str, settings: Any) -> Iterator[RunningService]:
    """The server of the provider that the test is about; one that asks no service gets any."""
    with SERVICES.get(name, ANTHROPIC).server() as running, newcomer():
        environment = vars(AlsoAcme(**vars(settings.ENV)))
        addresses: dict[str, Any] = {name: running.url for name in environment if name.endswith("_base_url")}
        keys: dict[str, Any] = {name: "test-key" for name in environment if name.endswith("_api_key")}
        settings.ENV = AlsoAcme(**(environment | addresses | keys))
        get_provider.cache_clear()
        yield running
    get_provider.cache_clear()  # what was made here must not outlive the service
