"""One worker for all flows, with one provider of words and one of pictures: starting them anew for each would
take most of the time.

They end with this folder; a test here starts no worker of its own, which would have to share the messages.
"""

from collections.abc import Iterator

import pytest

from tests.support.anthropic_server import AnthropicServer
from tests.support.galley import start_worker
from tests.support.openai_server import OpenAIServer
from tests.support.processes import RunningProcess
from tests.support.standing import Standing


@pytest.fixture(scope="package")
def _standing_provider() -> Iterator[AnthropicServer]:
    with AnthropicServer() as server:
        yield server


@pytest.fixture(scope="package")
def _standing_illustrator() -> Iterator[OpenAIServer]:
    with OpenAIServer() as server:
        yield server


@pytest.fixture(scope="package")
def _standing_worker(
    standing: Standing, _standing_provider, _standing_illustrator
) -> Iterator[RunningProcess]:
    env = {
        "ANTHROPIC_API_KEY": "sk-test",
        "ANTHROPIC_BASE_URL": _standing_provider.url,
        "OPENAI_API_KEY": "sk-test",
        "OPENAI_BASE_URL": f"{_standing_illustrator.url}/v1",
    }
    with standing("worker") as processes:
        yield start_worker(processes, concurrency=8, env=env)


@pytest.fixture
def provider(_standing_provider: AnthropicServer) -> AnthropicServer:
    """The provider that the running worker calls; it has received nothing yet."""
    _standing_provider.forget()
    return _standing_provider


@pytest.fixture
def illustrator(_standing_illustrator: OpenAIServer) -> OpenAIServer:
    """Whom the running worker has draw; it has received nothing yet."""
    _standing_illustrator.forget()
    return _standing_illustrator


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
