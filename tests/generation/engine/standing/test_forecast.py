"""When a job is likely to end."""

from datetime import UTC, datetime, timedelta

import pytest

from generation.engine.standing.forecast import estimate_completion
from generation.models import GenerationJob, GenerationTask

NOW = datetime(2030, 1, 1, 12, tzinfo=UTC)


def done(seconds: float) -> GenerationTask:
    return GenerationTask(status="completed", started_at=NOW - timedelta(seconds=seconds), completed_at=NOW)


def left(status: str = "pending", **fields: object) -> GenerationTask:
    return GenerationTask(status=status, **fields)


def seconds_to_go(*tasks: GenerationTask, lanes: int = 1, **job: object) -> float | None:
    found = estimate_completion(GenerationJob(**{"status": "running", "lanes": lanes, **job}), tasks, NOW)
    return None if found is None else (found - NOW).total_seconds()


@pytest.mark.parametrize("tasks", [(left(),), (done(10), left())])
def test_nothing_is_said_before_two_tasks_are_done(tasks):
    assert seconds_to_go(*tasks) is None


@pytest.mark.parametrize("status", ["queued", "completed", "failed", "cancelled"])
def test_nothing_is_said_of_a_job_that_does_not_run(status):
    assert seconds_to_go(done(10), done(10), left(), status=status) is None


def test_nothing_is_said_of_a_job_on_hold_until_one_of_its_lanes_goes_on():
    held, writing = left(hold="provider_gate"), left("in_progress", last_attempt_at=NOW)

    assert seconds_to_go(done(10), done(10), held, left()) is None
    assert seconds_to_go(done(10), done(10), held, writing) == 20


def test_what_is_left_takes_what_tasks_took_at_the_median():
    assert seconds_to_go(done(10), done(20), done(900), left(), left()) == 40


def test_lanes_share_the_work_as_far_as_there_is_any():
    assert seconds_to_go(done(10), done(10), left(), left(), lanes=2) == 10
    assert seconds_to_go(done(10), done(10), left(), lanes=5) == 10


def test_a_task_under_way_counts_for_its_rest():
    begun = left("in_progress", last_attempt_at=NOW - timedelta(seconds=4))
    overdue = left("in_progress", last_attempt_at=NOW - timedelta(seconds=400))

    assert seconds_to_go(done(10), done(10), begun) == 6
    assert seconds_to_go(done(10), done(10), overdue) == 0


def test_a_wait_is_counted_in():
    waiting = left("waiting", next_attempt_at=NOW + timedelta(seconds=120))

    assert seconds_to_go(done(10), done(10), waiting) == 130


def test_one_task_that_is_written_anew_is_all_that_is_left():
    assert seconds_to_go(done(10), done(10), left(key="a"), left(key="b"), only_task="a") == 10


USUAL = {"a": 10.0, "b": 20.0, "c": 40.0}


def keyed(key: str, seconds: float) -> GenerationTask:
    task = done(seconds)
    task.key = key
    return task


def seconds_by_earlier_runs(*tasks: GenerationTask) -> float | None:
    job = GenerationJob(status="running", lanes=1)
    found = estimate_completion(job, tasks, NOW, usual=USUAL)
    return None if found is None else (found - NOW).total_seconds()


def test_earlier_runs_say_what_to_expect_before_two_tasks_are_done():
    assert seconds_by_earlier_runs(left(key="a"), left(key="c")) == 50
    assert seconds_by_earlier_runs(keyed("a", 99), left(key="c")) == 40


def test_a_job_that_is_slower_than_earlier_ones_is_expected_to_stay_so():
    assert seconds_by_earlier_runs(keyed("a", 20), keyed("b", 40), left(key="c")) == 80


def test_earlier_runs_that_do_not_know_every_task_say_nothing():
    assert seconds_by_earlier_runs(left(key="a"), left(key="new")) is None
    assert seconds_by_earlier_runs(keyed("a", 10), keyed("b", 10), left(key="new")) == 10
