"""A job in line that is put off, moved up, or given another deadline."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from generation.acting import Actor, acting
from generation.engine.line.order import jobs_in_line
from generation.engine.verbs.jobs import cancel_job, start_job
from generation.engine.verbs.new_jobs import StartOptions
from generation.engine.verbs.putting_off import move_in_time
from generation.errors import InvalidRequestError, NotAllowedError
from generation.models import AuditEntry
from settings_app import store
from tests.support.funnels import make_funnel, make_user

pytestmark = pytest.mark.django_db

LATER = datetime(2090, 1, 1, tzinfo=UTC)


def test_a_job_that_is_put_off_leaves_the_line_and_comes_back_behind_the_others():
    ana = make_user("ana")
    first, second = (start_job(make_funnel(ana)) for _ in range(2))

    move_in_time(first, scheduled_at=LATER)
    assert jobs_in_line(store.read_all()) == [second.pk]
    move_in_time(first, scheduled_at=None)

    assert jobs_in_line(store.read_all()) == [second.pk, first.pk]
    told = first.events.filter(kind="job_moved").values_list("data__put_off", flat=True)
    assert list(told) == [True, False]


def test_a_nearer_deadline_raises_it_and_none_lowers_it_again():
    job = start_job(make_funnel())

    scores = [
        move_in_time(job, deadline=deadline).score
        for deadline in (timezone.now() + timedelta(hours=20), None)
    ]

    assert scores == [70, 40]


def test_what_was_never_put_off_stays_as_long_in_line():
    job = start_job(make_funnel())

    assert move_in_time(job, scheduled_at=None).scheduled_at is None


def test_a_deadline_before_the_start_is_refused():
    job = start_job(make_funnel(), options=StartOptions(deadline=LATER))

    with pytest.raises(InvalidRequestError, match="deadline"):
        move_in_time(job, scheduled_at=LATER + timedelta(days=1))


def test_only_a_job_in_line_is_moved():
    job = cancel_job(start_job(make_funnel()))

    with pytest.raises(NotAllowedError) as refused:
        move_in_time(job, scheduled_at=LATER)

    assert refused.value.code == "not_in_line"


def test_who_moved_it_is_noted():
    ana = make_user("ana")
    job = start_job(make_funnel(ana))

    with acting(Actor(through="pages", find=lambda: ana)):
        move_in_time(job, scheduled_at=LATER)

    assert list(AuditEntry.objects.values_list("actor_name", "action")) == [("ana", "job_moved")]
