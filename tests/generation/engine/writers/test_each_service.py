"""What the settings say, over the engine and the SDK of each service, to the wire: asked, written, booked."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from generation.app_settings import MAX_CONCURRENT_JOBS, WRITER_MODEL, WRITER_PROVIDER
from generation.engine.running.perform import perform
from generation.engine.running.verdicts import Done
from generation.models import TaskAttempt
from generation.providers import PROVIDERS, get_provider
from settings_app import store
from settings_app.schema import TRIALS, Values
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import start_running, task_at
from tests.support.services import SERVICES, RunningService

pytestmark = pytest.mark.parametrize("name", ["gemini", "openai"])
LEFT_FROM_ANTHROPIC = "claude-sonnet-5-5"


@pytest.fixture
def service(name: str, settings: Any) -> Iterator[RunningService]:
    spec = PROVIDERS[name]
    with SERVICES[name].server() as running:
        variables: dict[str, Any] = {spec.key.lower(): "sk-test", spec.address.lower(): running.url}
        settings.ENV = replace(settings.ENV, **variables)
        get_provider.cache_clear()
        yield running
    get_provider.cache_clear()


@pytest.mark.django_db(transaction=True)
def test_a_task_is_written_and_booked(name: str, service: RunningService, own_heartbeat: None) -> None:
    store.save({WRITER_PROVIDER.key: name, MAX_CONCURRENT_JOBS.key: 9}, changed_by=None)
    job = start_running(make_funnel(make_user()))
    job.refresh_from_db()

    assert perform(task_at(job, 1).pk, job.epoch) == Done()

    attempt = TaskAttempt.objects.get()
    assert (attempt.provider, attempt.model) == (name, PROVIDERS[name].default_model)
    assert min(attempt.input_tokens, attempt.output_tokens, attempt.cost_micro_usd) > 0


def test_the_trial_says_which_model_was_asked(name: str, service: RunningService) -> None:
    said = TRIALS["writer"].run(
        Values({WRITER_PROVIDER.key: name, WRITER_MODEL.key: LEFT_FROM_ANTHROPIC}),
    )

    spec = PROVIDERS[name]
    answered = rf"The writer {re.escape(spec.default_model)} of {spec.title} answered in \d+\.\d s\. .*"
    assert re.fullmatch(answered, said)
    drawn_by = [spec.picture_model] if spec.draws else []  # by its key, which is set
    assert [request.model for request in service.requests] == [spec.default_model, *drawn_by]
