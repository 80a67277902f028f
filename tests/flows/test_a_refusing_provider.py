"""A key that is refused while forty funnels are written: one incident, and all complete by themselves."""

import pytest

from generation.app_settings import MAX_CONCURRENT_JOBS
from generation.engine.gate.incident_notices import claim_incident_news
from generation.engine.gate.incidents import send_trial_now
from generation.engine.mending.reconcile import reconcile
from generation.engine.verbs.jobs import start_job
from generation.engine.verbs.notices import claim_endings
from generation.models import GenerationJob, GenerationTask, ProviderIncident, TaskAttempt
from generation.states import JobStatus
from settings_app import store
from tests.support import anthropic_replies as replies
from tests.support.funnels import make_funnel, make_user
from tests.support.processes import wait_until

FUNNELS, OWNERS, IN_FLIGHT = 40, 8, 8
"""The worker of these tests has eight threads."""


@pytest.fixture
def owners():
    return [make_user(f"owner {number}") for number in range(OWNERS)]


def count(status: JobStatus) -> int:
    return GenerationJob.objects.filter(status=status).count()


def held() -> int:
    return GenerationTask.objects.filter(hold="incident").count()


def try_and_wait(incident: ProviderIncident) -> ProviderIncident:
    """Press the button, and return the incident once the trial has said something new."""
    before = incident.last_trial_message
    send_trial_now(incident)
    assert wait_until(lambda: _looked_up(incident).last_trial_message != before)
    return _looked_up(incident)


def _looked_up(incident: ProviderIncident) -> ProviderIncident:
    incident.refresh_from_db()
    return incident


def test_after_the_repair_all_forty_complete_and_each_person_is_told_once(running_worker, provider, owners):
    store.save({MAX_CONCURRENT_JOBS.key: FUNNELS}, changed_by=None)
    boss = make_user("boss", is_staff=True)
    provider.default = replies.status(401)
    provider.hold_after(0)
    for number in range(FUNNELS):
        start_job(make_funnel(owners[number % OWNERS]))
    provider.wait_for(IN_FLIGHT)

    provider.go_on()
    all_stand = wait_until(lambda: (count(JobStatus.FAILED), held()) == (IN_FLIGHT, FUNNELS - IN_FLIGHT))

    assert all_stand, (count(JobStatus.FAILED), held())
    assert len(provider.requests) == TaskAttempt.objects.count() == IN_FLIGHT
    incident = ProviderIncident.objects.get()
    told = [claim_incident_news(person).begun for _ in range(2) for person in (*owners, boss)]
    assert told == [(incident,)] * (OWNERS + 1) + [()] * (OWNERS + 1)
    assert [claim_endings(owner) for owner in owners] == [[]] * OWNERS

    incident = try_and_wait(incident)
    reconcile(judge_leases=True)
    assert incident.is_open
    assert held() == FUNNELS - IN_FLIGHT

    provider.default = replies.OK
    assert not try_and_wait(incident).is_open

    def all_complete() -> bool:
        reconcile(judge_leases=True)
        return count(JobStatus.COMPLETED) == FUNNELS

    assert wait_until(all_complete, seconds=150, every=1), (count(JobStatus.COMPLETED), held())
    assert ProviderIncident.objects.count() == 1
    assert TaskAttempt.objects.filter(outcome="failed").count() == IN_FLIGHT
    assert [claim_incident_news(person).over for person in (*owners, boss)] == [(incident,)] * (OWNERS + 1)
    assert sum(len(claim_endings(owner)) for owner in owners) == FUNNELS
