"""When a job in line is likely to begin."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from generation.app_settings import GENERATION_ENABLED, MAX_CONCURRENT_JOBS, WRITER_PROVIDER
from generation.engine.running.dispatch import admit_jobs
from generation.engine.standing import waits
from generation.engine.standing.jobs import jobs_to_show, standing
from generation.engine.standing.reach import OPERATOR
from generation.engine.standing.waits import RunEnd, expect_start, expected_starts
from generation.engine.verbs.jobs import start_job
from generation.models import GenerationJob, GenerationTask
from settings_app import store
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import start_running, write

NOW = datetime(2030, 1, 1, 12, tzinfo=UTC)


def run(*, began: int, left: int | None) -> RunEnd:
    """A run that began so many minutes ago, with so many left."""
    ends = None if left is None else NOW + timedelta(minutes=left)
    return RunEnd(began=NOW - timedelta(minutes=began), ends=ends)


def minutes_to(place: int, *runs: RunEnd, slots: int = 2) -> float | None:
    found = expect_start(place, runs, slots=slots, now=NOW)
    return None if found is None else (found - NOW).total_seconds() / 60


@pytest.mark.parametrize(("place", "minutes"), [(1, 2), (2, 5), (3, 12), (4, 15), (5, 22)])
def test_slots_come_free_as_runs_end_and_are_held_as_long_as_these_were(place, minutes):
    assert minutes_to(place, run(began=8, left=2), run(began=5, left=5)) == minutes


def test_a_free_slot_is_there_at_once():
    assert minutes_to(1, run(began=8, left=2)) == 0
    assert minutes_to(2, run(began=8, left=2)) == 2


def test_nothing_is_said_while_nobody_can_tell_when_any_run_ends():
    assert minutes_to(1, run(began=1, left=None), run(began=1, left=None)) is None


def test_a_run_of_which_nobody_can_tell_counts_as_the_others():
    assert minutes_to(1, run(began=1, left=None), run(began=5, left=5)) == 5
    assert minutes_to(2, run(began=1, left=None), run(began=5, left=5)) == 9


def test_a_run_that_is_over_its_time_ends_now():
    assert minutes_to(1, run(began=20, left=-3), run(began=5, left=5)) == 0


def test_with_nothing_that_runs_only_the_free_slots_are_known():
    assert minutes_to(2) == 0
    assert minutes_to(3) is None


def test_runs_beyond_a_lowered_limit_leave_no_slot():
    assert minutes_to(1, run(began=8, left=2), run(began=5, left=5), slots=1) == 5


@pytest.fixture
def behind_another(db) -> GenerationJob:
    """A job in line behind one that has finished two parts."""
    store.save({MAX_CONCURRENT_JOBS.key: 1}, None)
    running = start_running(make_funnel(make_user("ben")))
    for position in (1, 2):
        write(running, position)
    minute = timedelta(minutes=1)
    GenerationTask.objects.filter(job=running, position__lte=2).update(
        started_at=timezone.now() - minute, completed_at=timezone.now()
    )
    GenerationJob.objects.filter(pk=running.pk).update(started_at=timezone.now() - 2 * minute)
    return start_job(make_funnel(make_user("ana")))


def expected(job: GenerationJob) -> datetime | None:
    return standing(jobs_to_show().get(pk=job.pk), viewer=OPERATOR).expected_start


def test_a_job_in_line_is_told_when_what_runs_should_end(behind_another):
    minutes = (expected(behind_another) - timezone.now()).total_seconds() / 60

    assert minutes == pytest.approx(12, abs=1)  # a minute for each part that is left


@pytest.mark.parametrize("setting", [(GENERATION_ENABLED, False), (MAX_CONCURRENT_JOBS, 0)])
def test_nothing_is_promised_while_nothing_is_let_in(behind_another, setting):
    store.save({setting[0].key: setting[1]}, None)

    assert expected(behind_another) is None


def test_a_job_that_runs_or_was_put_off_is_not_expected_by_its_place(behind_another):
    later = timezone.now() + timedelta(hours=3)
    GenerationJob.objects.filter(pk=behind_another.pk).update(scheduled_at=later)

    assert expected(behind_another) == later
    assert expected(GenerationJob.objects.get(status="running")) is None


def test_what_is_asked_does_not_grow_with_what_runs(behind_another):
    with CaptureQueriesContext(connection) as few:
        expected(behind_another)
    store.save({MAX_CONCURRENT_JOBS.key: 4}, None)
    for number in range(3):
        start_running(make_funnel(make_user(f"user{number}")))
    behind_another = start_job(make_funnel(make_user("cleo")))

    with CaptureQueriesContext(connection) as many:
        expected(behind_another)

    assert len(many) == len(few)


@pytest.fixture
def told_for_long(monkeypatch) -> Iterator[None]:
    """One run is many, and what was read of it is told for an hour, in this test alone."""
    monkeypatch.setattr(waits, "_MANY", 0)
    monkeypatch.setattr(waits, "_TOLD_FOR_SECONDS", 3600)
    yield
    waits._lately.clear()


@pytest.mark.usefixtures("told_for_long")
def test_where_much_runs_its_ends_are_read_once_for_all_who_look_within_a_second(behind_another):
    places, values = {behind_another.pk: 1}, store.read_all()
    first = expected_starts(places, values, NOW, usual={})

    with CaptureQueriesContext(connection) as asked:
        again = expected_starts(places, values, NOW, usual={})

    assert first
    assert (again, len(asked)) == (first, 0)


@pytest.mark.usefixtures("told_for_long")
def test_another_writer_keeps_another_pace_and_is_asked_for_at_once(behind_another):
    places = {behind_another.pk: 1}
    expected_starts(places, store.read_all(), NOW, usual={})
    store.save({WRITER_PROVIDER.key: "anthropic"}, None)
    values = store.read_all()

    with CaptureQueriesContext(connection) as asked:
        expected_starts(places, values, NOW, usual={})

    assert asked.captured_queries


def test_of_very_many_runs_only_those_that_began_first_are_forecast(behind_another, monkeypatch):
    first = GenerationJob.objects.get(status="running")
    store.save({MAX_CONCURRENT_JOBS.key: 2}, None)
    admit_jobs()
    last = start_job(make_funnel(make_user("cleo")))
    monkeypatch.setattr(waits, "_MOST_FORECAST", 1)

    with CaptureQueriesContext(connection) as asked:
        starts = expected_starts({last.pk: 1}, store.read_all(), timezone.now(), usual={})

    (of_tasks,) = [query["sql"] for query in asked if "generation_tasks" in query["sql"].split("WHERE")[0]]
    assert starts
    assert str(first.pk) in of_tasks
    assert str(behind_another.pk) not in of_tasks
