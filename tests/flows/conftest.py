"""One worker and one provider for all flows: starting them anew for each would take most of the time.

They end with this folder; a test here starts no worker of its own, which would have to share the messages.
"""

from collections.abc import Iterator

import pytest

from tests.support.anthropic_server import AnthropicServer
from tests.support.galley import start_worker
from tests.support.processes import RunningProcess
from tests.support.standing import Standing


@pytest.fixture(scope="package")
def _standing_provider() -> Iterator[AnthropicServer]:
    with AnthropicServer() as server:
        yield server


@pytest.fixture(scope="package")
def _standing_worker(standing: Standing, _standing_provider) -> Iterator[RunningProcess]:
    env = {"ANTHROPIC_API_KEY": "sk-test", "ANTHROPIC_BASE_URL": _standing_provider.url}
    with standing("worker") as processes:
        yield start_worker(processes, concurrency=8, env=env)


@pytest.fixture
def provider(_standing_provider: AnthropicServer) -> AnthropicServer:
    """The provider that the running worker calls; it has received nothing yet."""
    _standing_provider.forget()
    return _standing_provider


@pytest.fixture
def running_worker(transactional_db, provider, _standing_worker) -> RunningProcess:
    """A worker with eight threads that calls `provider`."""
    return _standing_worker


@pytest.fixture
def nothing_admitted(transactional_db) -> None:
    """Jobs that are started stay in line."""
    from generation.app_settings import MAX_CONCURRENT_JOBS
    from settings_app import store

    store.save({MAX_CONCURRENT_JOBS.key: 0}, changed_by=None)
