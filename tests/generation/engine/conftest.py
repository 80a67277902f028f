"""A Redis that says nothing, a provider that says what it is told to, a heartbeat that ends with its test."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from tests.support.anthropic_server import AnthropicServer
from tests.support.openai_server import OpenAIServer

if TYPE_CHECKING:
    from generation.engine.running.keeper import LeaseKeeper


class EndOfTheThread:
    """Text that ends the heartbeat which shows it: no thread may go on into other tests."""

    def __iter__(self) -> Iterator[str]:
        raise SystemExit


@pytest.fixture
def keeper(transactional_db, monkeypatch: pytest.MonkeyPatch) -> Iterator["LeaseKeeper"]:
    """A keeper of the test's own, whose thread ends with it."""
    from generation.engine.running.keeper import LeaseKeeper
    from generation.engine.running.leases import Lease

    before = set(threading.enumerate())
    keeper = LeaseKeeper()
    (heartbeat,) = (thread for thread in set(threading.enumerate()) - before if thread.name == "heartbeat")
    yield keeper
    nobodys = SimpleNamespace(token=uuid4(), job_id=uuid4(), task_key="")
    monkeypatch.setattr(threading, "excepthook", lambda _: None)  # pytest tells of this end as of a fault
    keeper.hold(Lease(claim=nobodys, seconds=60, deadline=float("inf"), text=EndOfTheThread()))
    heartbeat.join(60)
    assert not heartbeat.is_alive()


@pytest.fixture
def own_heartbeat(keeper: "LeaseKeeper", monkeypatch: pytest.MonkeyPatch) -> None:
    """Has this process perform tasks under `keeper`: its own heartbeat would go on into other tests."""
    monkeypatch.setattr("generation.engine.running.perform.keeper", lambda: keeper)


@pytest.fixture
def silent_redis(redis_server):
    """Redis frozen: it accepts connections and says nothing. Nobody has noticed yet."""
    from tests.support.line import as_impatient_as_the_product

    with as_impatient_as_the_product():
        redis_server.pause()
        yield redis_server
        redis_server.go_on()


@pytest.fixture
def server(settings) -> Iterator[AnthropicServer]:
    """A server that speaks Anthropic's wire format; this process's provider calls it."""
    from generation import providers

    with AnthropicServer() as server:
        settings.ENV = replace(settings.ENV, anthropic_api_key="sk-test", anthropic_base_url=server.url)
        providers.get_provider.cache_clear()
        yield server
    providers.get_provider.cache_clear()


@pytest.fixture
def gallery(settings) -> Iterator[OpenAIServer]:
    """A server that draws as OpenAI's does, with a key for it: whom a blank setting means by illustrator."""
    from generation import providers

    with OpenAIServer() as server:
        settings.ENV = replace(settings.ENV, openai_api_key="sk-test", openai_base_url=server.url)
        providers.get_provider.cache_clear()
        yield server
    providers.get_provider.cache_clear()
