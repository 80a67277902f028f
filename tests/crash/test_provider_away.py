"""A provider that nobody answers for."""

from generation.app_settings import MAX_RETRY_ATTEMPTS
from generation.engine.verbs.jobs import start_job
from generation.states import JobStatus
from settings_app import store
from tests.support.funnels import make_funnel, wait_for_end


def test_a_provider_that_refuses_connections_is_tried_again(worker, provider_env, no_delays):
    store.save({MAX_RETRY_ATTEMPTS.key: 2}, changed_by=None)
    worker(env=provider_env | {"ANTHROPIC_BASE_URL": "http://127.0.0.1:9"})

    job = wait_for_end(start_job(make_funnel()))

    task = job.tasks.get(position=1)
    assert job.status == JobStatus.FAILED
    assert task.error_code == "network"
    assert task.attempt_count == 2
