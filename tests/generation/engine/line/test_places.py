"""A place in line, asked for by itself, is the place in the whole line; a long line is not read for each."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from generation.app_settings import FAIR_SHARE, MAX_CONCURRENT_JOBS, PRIORITY_AGING_MINUTES
from generation.engine.line import places
from generation.engine.line.order import jobs_in_line
from generation.engine.line.places import places_in_line
from generation.engine.verbs.jobs import StartOptions, set_priority, start_job
from generation.models import GenerationJob
from generation.states import Priority
from settings_app import store
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import start_running
from tests.support.long_line import lengthen_line

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("fair", [True, False])
def test_every_place_is_that_of_the_line(fair):
    store.save({FAIR_SHARE.key: fair}, None)
    for owner in (make_user("ana"), make_user("ben")):
        for priority in (Priority.LOW, Priority.NORMAL, Priority.HIGH, Priority.NORMAL):
            start_job(make_funnel(owner), options=StartOptions(priority=priority))

    line = jobs_in_line(store.read_all())

    assert len(line) == 8
    jobs = GenerationJob.objects.all()
    assert places_in_line(jobs) == {job: place for place, job in enumerate(line, start=1)}
    assert places_in_line(jobs.filter(pk=line[5])) == {line[5]: 6}


def test_who_is_not_in_line_has_no_place():
    job = start_running(make_funnel())

    assert places_in_line([job]) == {}


@pytest.fixture
def told_for_long(monkeypatch) -> Iterator[None]:
    """What was read of a long line is told for an hour, in this test alone."""
    monkeypatch.setattr(places, "_TOLD_FOR_SECONDS", 3600)
    places._lately.clear()
    yield
    places._lately.clear()


@pytest.fixture
def a_long_line(told_for_long: None) -> None:
    store.save({MAX_CONCURRENT_JOBS.key: 0}, None)
    lengthen_line(600, [make_funnel(make_user("ben"))], tasks=False)


def test_a_long_line_is_read_once_for_all_who_look_within_a_second(a_long_line):
    some, others = GenerationJob.objects.all()[:9], list(GenerationJob.objects.all()[9:20])
    values = store.read_all()
    told = places_in_line(some, values)

    with CaptureQueriesContext(connection) as asked:
        others_told = places_in_line(others, values)

    assert not asked.captured_queries
    assert told
    assert others_told
    line = jobs_in_line(values)
    assert {line[place - 1] for place in (told | others_told).values()} == told.keys() | others_told.keys()


def test_who_has_just_queued_or_been_raised_stands_in_a_long_line_at_once(
    a_long_line, django_capture_on_commit_callbacks
):
    places_in_line(GenerationJob.objects.all()[:1])

    job = start_job(make_funnel(make_user("ana")), options=StartOptions(priority=Priority.LOW))
    assert places_in_line([job])[job.pk] > 200
    with django_capture_on_commit_callbacks(execute=True):
        set_priority(job, Priority.HIGH, as_operator=True)
    job.refresh_from_db()
    assert places_in_line([job])[job.pk] < 50


def test_a_setting_that_changes_the_order_counts_at_once(a_long_line):
    jobs = list(GenerationJob.objects.all())
    before = places_in_line(jobs)

    store.save({PRIORITY_AGING_MINUTES.key: 1}, None)

    assert places_in_line(jobs) != before
