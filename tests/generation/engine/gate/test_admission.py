"""While nobody may write, nobody is let in: a job keeps its place in line, where it would hold, and fail."""

from datetime import UTC, timedelta

import pytest
from django.utils import timezone

from generation.app_settings import (
    BUDGET_USD_PER_MONTH,
    FALLBACK_ON,
    FALLBACK_WRITERS,
    MAX_CONCURRENT_JOBS,
    WRITER_PROVIDER,
)
from generation.engine.gate.admission import why_line_stands
from generation.engine.mending.reconcile import reconcile
from generation.engine.running.dispatch import admit_jobs
from generation.engine.standing.jobs import JobStanding, standing
from generation.engine.standing.reach import OPERATOR
from generation.engine.verbs.jobs import start_job
from generation.models import GenerationJob, TaskAttempt
from generation.states import JobStatus
from settings_app import store
from tests.support.api import client_of
from tests.support.funnels import make_funnel, make_user
from tests.support.incidents import end, make_incident
from tests.support.jobs import start_running, write

pytestmark = pytest.mark.django_db(transaction=True)

THREE_DOLLARS = 3_000_000


@pytest.fixture
def job() -> GenerationJob:
    """A job in line for which there is a slot."""
    say(MAX_CONCURRENT_JOBS, 0)
    job = start_job(make_funnel(make_user("bea")))
    store.save({MAX_CONCURRENT_JOBS.key: 5, WRITER_PROVIDER.key: "anthropic"}, changed_by=None)
    return job


@pytest.fixture
def spent_month() -> None:
    write(start_running(make_funnel(make_user("ana"))), 1)
    TaskAttempt.objects.update(cost_micro_usd=THREE_DOLLARS)
    say(BUDGET_USD_PER_MONTH, 3)


def say(setting, value) -> None:
    store.save({setting.key: value}, changed_by=None)


def shown(job: GenerationJob) -> JobStanding:
    job.refresh_from_db()
    return standing(job, viewer=OPERATOR)


def test_while_the_month_is_spent_nobody_is_let_in_and_whoever_looks_is_told(spent_month, job):
    assert admit_jobs() == 0

    seen = shown(job)
    assert (seen.job.status, seen.hold.code, seen.hold.since) == (
        JobStatus.QUEUED,
        "month_budget",
        job.queued_at,
    )
    assert seen.hold.message == (
        "All that may be spent this month is spent. Your place in line is kept, and it goes on by itself."
    )
    assert (seen.queue_position, seen.expected_start) == (1, None)
    assert "what runs holds" in why_line_stands(store.read_all())


def test_with_a_raised_budget_the_reconciler_lets_them_in(spent_month, job):
    reconcile(judge_leases=False)
    before = shown(job).job.status
    say(BUDGET_USD_PER_MONTH, 4)

    reconcile(judge_leases=False)

    assert (before, shown(job).job.status) == (JobStatus.QUEUED, JobStatus.RUNNING)


def test_a_job_of_last_month_waits_for_money_since_this_month_began(spent_month, job):
    GenerationJob.objects.filter(pk=job.pk).update(queued_at=timezone.now() - timedelta(days=40))

    since = shown(job).hold.since.astimezone(UTC)

    assert (since.month, since.day, since.hour) == (timezone.now().month, 1, 0)


def test_while_the_provider_lets_nobody_in_neither_does_the_line(job):
    incident = make_incident(opened_at=timezone.now() + timedelta(seconds=1))

    assert admit_jobs() == 0

    seen = shown(job)
    assert (seen.hold.code, seen.hold.since) == ("incident", incident.opened_at)
    assert seen.hold.message.startswith("The AI service refuses our key. We ask again and again. Your place")


def test_when_the_incident_is_over_the_reconciler_lets_them_in(job):
    incident = make_incident()
    reconcile(judge_leases=False)
    before = shown(job).job.status
    end(incident)

    reconcile(judge_leases=False)

    assert (before, shown(job).job.status) == (JobStatus.QUEUED, JobStatus.RUNNING)


def test_another_provider_s_incident_keeps_nobody_in_line(job):
    make_incident("gemini")

    assert shown(job).hold.code == "slot"
    assert admit_jobs() == 1


@pytest.mark.parametrize(("steps_in_on", "admitted"), [("access", 1), ("busy", 0)])
def test_where_another_writer_steps_in_the_line_moves(job, steps_in_on, admitted):
    store.save({FALLBACK_WRITERS.key: "demo", FALLBACK_ON.key: steps_in_on}, changed_by=None)
    make_incident()

    assert admit_jobs() == admitted


def test_where_those_who_step_in_are_refused_too_the_line_waits(job):
    store.save({FALLBACK_WRITERS.key: "demo", FALLBACK_ON.key: "access"}, changed_by=None)
    make_incident()
    make_incident("demo")

    assert admit_jobs() == 0


@pytest.mark.parametrize(
    ("provider", "steps_in", "admitted"), [("anthropic", "", 0), ("anthropic", "demo", 1), ("gemini", "", 1)]
)
def test_where_the_writer_goes_by_the_workers_keys_the_line_waits_for_whom_they_would_ask(
    job, provider, steps_in, admitted
):
    """This process has no key; that the incident is there says that a worker has one."""
    store.save({WRITER_PROVIDER.key: "", FALLBACK_WRITERS.key: steps_in}, changed_by=None)
    make_incident(provider)

    assert admit_jobs() == admitted


def test_the_api_tells_the_owner(spent_month, job):
    told = client_of(job.owner).get(f"/api/jobs/{job.pk}/").json()["hold"]

    assert (told["code"], told["until"]) == ("month_budget", None)
