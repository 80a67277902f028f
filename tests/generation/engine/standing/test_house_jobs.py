"""The house's jobs, a page at a time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from generation.app_settings import MAX_CONCURRENT_JOBS
from generation.engine.standing.house_jobs import list_failed_jobs, list_open_jobs
from generation.engine.verbs.jobs import StartOptions, cancel_job, start_job
from generation.models import GenerationJob
from generation.states import JobStatus, Priority
from settings_app import store
from tests.support.admin import change
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import start_running

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> list[GenerationJob]:
    """One job that runs, two in line and one that is to wait for its time, as they are to be listed."""
    ana, ben = make_user("ana"), make_user("ben")
    store.save({MAX_CONCURRENT_JOBS.key: 1}, None)
    in_an_hour = timezone.now() + timedelta(hours=1)
    running = start_running(make_funnel(ana))
    later = start_job(make_funnel(ana), options=StartOptions(scheduled_at=in_an_hour))
    low = start_job(make_funnel(ana), options=StartOptions(priority=Priority.LOW))
    high = start_job(make_funnel(ben), options=StartOptions(priority=Priority.HIGH))
    return [running, high, low, later]


def ids(jobs) -> list:
    return [job.pk for job in jobs]


def test_what_runs_comes_first_then_the_line_and_last_what_is_not_in_line_yet(house):
    assert ids(list_open_jobs(most=10).jobs) == ids(house)


@pytest.mark.parametrize("skip", range(5))
def test_every_page_is_cut_from_that_order(house, skip):
    found = list_open_jobs(most=2, skip=skip)

    assert ids(found.jobs) == ids(house[skip : skip + 2])
    assert found.total == 4


def test_a_status_and_an_owner_narrow_it(house):
    _running, high, low, later = house

    assert ids(list_open_jobs(most=10, status=JobStatus.QUEUED).jobs) == ids([high, low, later])
    assert ids(list_open_jobs(most=10, owner="BE").jobs) == ids([high])
    assert list_open_jobs(most=10, status=JobStatus.RUNNING, owner="ben").total == 0


def test_ended_jobs_are_not_among_the_open():
    cancel_job(start_job(make_funnel()))

    assert list_open_jobs(most=10).total == 0


def test_jobs_that_failed_within_a_day_come_the_latest_first():
    failed = [start_running(make_funnel(make_user(f"user{number}"))) for number in range(4)]
    for job, hours in zip(failed, (1, 2, 3, 25), strict=True):
        change(job, status=JobStatus.FAILED, completed_at=timezone.now() - timedelta(hours=hours))

    assert ids(list_failed_jobs(most=2, skip=1).jobs) == ids(failed[1:3])
    assert list_failed_jobs(most=10).total == 3
    assert ids(list_failed_jobs(most=10, owner="R2").jobs) == ids([failed[2]])
