"""The answer to a trial lets everything go on in the worker that heard it, whenever the reconciler turns."""

import pytest

from generation.app_settings import WRITER_PROVIDER
from generation.engine.broker.courier import MESSAGE
from generation.engine.mending.let_in_again import go_on_if_mended
from generation.models import GenerationJob, ProviderIncident
from generation.states import JobStatus
from settings_app import store
from tests.support import anthropic_replies as replies
from tests.support.funnels import make_funnel, make_user
from tests.support.incidents import hold_by_incident, stop_by_incident
from tests.support.jobs import start_running, task_at
from tests.support.line import messages_in_queue

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stopped() -> GenerationJob:
    store.save({WRITER_PROVIDER.key: "anthropic"}, changed_by=None)
    job = start_running(make_funnel(make_user("ana")))
    stop_by_incident(job)
    return job


@pytest.fixture
def held(stopped: GenerationJob) -> GenerationJob:
    job = start_running(make_funnel(make_user("bea")))
    hold_by_incident(job)
    return job


def standing_of(*jobs: GenerationJob) -> list[tuple[str, str]]:
    for job in jobs:
        job.refresh_from_db()
    return [(job.status, task_at(job, 1).hold) for job in jobs]


def test_with_the_answer_what_was_held_and_what_was_stopped_goes_on_at_once(
    stopped, held, server, redis_server
):
    redis_server.flush()

    go_on_if_mended(ProviderIncident.objects.get().pk)

    assert standing_of(stopped, held) == [(JobStatus.RUNNING, "")] * 2
    assert messages_in_queue(MESSAGE) >= 2


def test_while_the_provider_refuses_all_stay_as_they_are(stopped, held, server):
    server.default = replies.status(401)

    go_on_if_mended(ProviderIncident.objects.get().pk)

    assert standing_of(stopped, held) == [(JobStatus.FAILED, ""), (JobStatus.RUNNING, "incident")]
