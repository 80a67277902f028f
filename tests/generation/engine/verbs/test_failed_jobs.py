"""Failed jobs by their cause, and resumed together."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from generation.engine.verbs import failed_jobs
from generation.engine.verbs.failed_jobs import LATELY, group_failures, resume_failed
from generation.engine.verbs.jobs import start_job
from generation.models import CreditAccount, Funnel, GenerationJob, ProviderIncident
from generation.states import JobStatus
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import fail, start_running

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return make_user("ana")


def failed(funnel: Funnel, code: str = "bad_request") -> GenerationJob:
    job = start_running(funnel)
    fail(job, 1)
    GenerationJob.objects.filter(pk=job.pk).update(error_code=code)
    return job


def codes() -> list[tuple[str, int, int]]:
    return [(group.code, group.jobs, group.owners) for group in group_failures()]


def test_they_are_grouped_by_code_the_most_frequent_first(ana):
    failed(make_funnel(ana), "too_long")
    for funnel in (make_funnel(ana), make_funnel(ana), make_funnel(make_user("ben"))):
        failed(funnel)

    assert codes() == [("bad_request", 3, 2), ("too_long", 1, 1)]
    assert group_failures()[0].message == "Lead magnet, part 1: The AI service said no."


def test_what_has_been_tried_anew_since_is_no_failure_any_more(ana):
    funnel = make_funnel(ana)
    failed(funnel)
    start_job(funnel)

    assert codes() == []


def test_what_failed_long_ago_is_left_alone(ana):
    job = failed(make_funnel(ana))
    GenerationJob.objects.filter(pk=job.pk).update(completed_at=timezone.now() - LATELY)

    assert codes() == []


def test_all_of_a_cause_are_resumed_and_no_other(ana):
    these, other = [failed(make_funnel(ana)) for _ in range(2)], failed(make_funnel(ana), "too_long")

    told = resume_failed("bad_request")

    assert (told.resumed, told.refused, told.left) == (2, [], 0)
    assert {GenerationJob.objects.get(pk=job.pk).status for job in these} <= {
        JobStatus.QUEUED,
        JobStatus.RUNNING,
    }
    assert GenerationJob.objects.get(pk=other.pk).status == JobStatus.FAILED


def test_many_are_resumed_in_turns_the_oldest_first(ana, monkeypatch):
    monkeypatch.setattr(failed_jobs, "AT_ONCE", 1)
    older, newer = failed(make_funnel(ana)), failed(make_funnel(ana))
    GenerationJob.objects.filter(pk=older.pk).update(completed_at=timezone.now() - timedelta(hours=1))

    told = resume_failed("bad_request")

    assert (told.resumed, told.left) == (1, 1)
    assert GenerationJob.objects.get(pk=newer.pk).status == JobStatus.FAILED


def test_the_groups_take_two_queries_however_many_there_are(ana):
    for code in ("bad_request", "too_long", "timeout"):
        failed(make_funnel(ana), code)

    with CaptureQueriesContext(connection) as queries:
        group_failures()

    assert len(queries) == 2


def test_who_may_not_begin_one_stands_in_nobodys_way(ana, monkeypatch):
    monkeypatch.setattr(failed_jobs, "AT_ONCE", 1)
    poor = [failed(make_funnel(ana)) for _ in range(3)]
    other = failed(make_funnel(make_user("ben")))
    CreditAccount.objects.filter(owner=ana).update(balance=0)

    told = resume_failed("bad_request")

    assert (told.resumed, len(told.refused), told.left) == (1, 1, 3)
    assert GenerationJob.objects.get(pk=other.pk).is_open
    assert not GenerationJob.objects.filter(pk__in=[job.pk for job in poor], status=JobStatus.QUEUED).exists()


def test_many_who_may_not_begin_one_cost_no_more_queries_than_few():
    def asked(*names: str) -> int:
        for name in names:
            failed(make_funnel(make_user(name)))
        CreditAccount.objects.update(balance=0)
        with CaptureQueriesContext(connection) as queries:
            assert resume_failed("bad_request").resumed == 0
        return len(queries)

    assert asked("ana") == asked("ben", "cem", "dora")


def test_of_many_who_may_not_begin_one_some_are_named(monkeypatch):
    monkeypatch.setattr(failed_jobs, "MOST_TOLD", 2)
    for name in ("ana", "ben", "cem"):
        failed(make_funnel(make_user(name), name=f"Funnel of {name}"))
    CreditAccount.objects.update(balance=0)

    told = resume_failed("bad_request")

    assert [says.partition(":")[0] for says in told.refused] == ["Funnel of ana", "Funnel of ben"]
    assert told.left == 3


def test_what_an_incident_stopped_goes_on_by_itself_and_is_not_listed(ana):
    job = failed(make_funnel(ana), "unauthorised")
    incident = ProviderIncident.objects.create(
        provider="anthropic", model="m", code="unauthorised", message="No.", opened_at=timezone.now()
    )
    GenerationJob.objects.filter(pk=job.pk).update(incident=incident)

    assert codes() == []
