"""A funnel from start to finish, through a real worker and the real SDK."""

import pytest

from generation.engine.jobs import start_job
from generation.states import JobStatus
from tests.support.anthropic_server import AnthropicServer
from tests.support.funnels import make_funnel, wait_for_end


@pytest.fixture
def provider():
    with AnthropicServer() as server:
        yield server


@pytest.fixture
def anthropic_env(provider):
    return {"ANTHROPIC_API_KEY": "sk-test", "ANTHROPIC_BASE_URL": provider.url}


def test_a_funnel_takes_exactly_fourteen_calls(worker, provider, anthropic_env):
    worker(env=anthropic_env)

    job = wait_for_end(start_job(make_funnel()))

    assert job.status == JobStatus.COMPLETED
    assert len(provider.requests) == 14
