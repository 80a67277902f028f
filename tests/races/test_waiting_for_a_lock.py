"""What is decided of a job whose lock had to be waited for: by how things are once it is held."""

from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from generation.app_settings import MAX_CONCURRENT_JOBS
from generation.engine.line.order import next_in_line
from generation.engine.running.dispatch import admit_jobs
from generation.engine.verbs.jobs import start_job
from generation.engine.verbs.putting_off import move_in_time
from generation.models import GenerationJob
from generation.models.locked_jobs import locked_jobs
from generation.models.moves import locked_job
from generation.states import JobStatus
from settings_app import store
from tests.support.funnels import make_funnel, make_user
from tests.support.locks import behind_us, waiting_for_us
from tests.support.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def in_line() -> list[GenerationJob]:
    store.save({MAX_CONCURRENT_JOBS.key: 0}, changed_by=None)
    ana = make_user()
    return [start_job(make_funnel(ana)) for _ in range(3)]


def database_time() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def test_a_job_put_off_meanwhile_does_not_begin_and_those_behind_it_do(in_line):
    first, *others = in_line
    store.save({MAX_CONCURRENT_JOBS.key: 3}, changed_by=None)
    assert next_in_line(store.read_all()) == first.pk  # and that it is in line is written with it

    with behind_us(admit_jobs) as begin_to_admit, transaction.atomic():
        move_in_time(first, scheduled_at=timezone.now() + timedelta(days=30))
        begin_to_admit()
    admit_jobs()  # which on a slow machine has given up its wait

    first.refresh_from_db()
    assert (first.status, first.epoch) == (JobStatus.QUEUED, 0)
    assert {GenerationJob.objects.get(pk=job.pk).status for job in others} == {JobStatus.RUNNING}


def test_the_time_of_a_job_is_that_of_its_lock_and_not_when_that_was_asked_for(in_line):
    first, second, _ = in_line
    times: list[datetime] = []

    def lock_one() -> None:
        with locked_job(first.pk) as locked:
            times.append(locked.now)

    def lock_many() -> None:
        with locked_jobs([second.pk, first.pk]) as locked:
            times.extend(one.now for one in locked.jobs)

    both = behind_us(lock_one), behind_us(lock_many)
    with both[0] as begin_one, both[1] as begin_many, transaction.atomic(), locked_job(first.pk):
        begin_one()
        begin_many()
        assert wait_until(lambda: waiting_for_us() == len(both))
        given_back = database_time()

    assert len(times) == 3
    assert min(times) > given_back
