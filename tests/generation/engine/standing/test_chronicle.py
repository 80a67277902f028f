"""What is remembered of a job's course."""

import pytest

from generation.engine.running.dispatch import admit_jobs
from generation.engine.running.outcomes import release_task
from generation.engine.standing.chronicle import Chronicle, read_chronicle
from generation.engine.verbs.jobs import reset_job
from generation.engine.verbs.rework import regenerate_task
from generation.models import GenerationJob
from tests.support.funnels import make_funnel
from tests.support.jobs import begin, start_running, task_at, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def job():
    return start_running(make_funnel())


def finished(job: GenerationJob) -> GenerationJob:
    for position in range(1, 15):
        write(job, position)
    return job


def chronicle(job: GenerationJob, **options: str) -> Chronicle:
    job.refresh_from_db()
    return read_chronicle(job, list(job.tasks.all()), **options)


def test_events_are_told_in_the_order_in_which_they_happened(job):
    begin(job, 1)

    assert [event.kind for event in chronicle(job).events] == ["job_started", "job_admitted", "task_started"]


def test_the_log_of_a_task_leaves_out_other_tasks(job):
    write(job, 1)
    begin(job, 2)

    events = chronicle(job, task_key="lead_magnet_part_2").events

    assert {event.task_key for event in events} == {"", "lead_magnet_part_2"}


def test_writing_all_or_one_anew_is_counted(job):
    finished(job)
    regenerate_task(task_at(job, 3))
    admit_jobs()
    write(job, 3)
    for _ in range(2):
        reset_job(job)
        admit_jobs()
        finished(job)

    assert chronicle(job).rewrites == {"": 2, "front_end_part_1": 1}


def test_starting_over_with_nothing_finished_is_no_rewrite(job):
    begin(job, 1)
    reset_job(job)

    assert chronicle(job).rewrites == {}


def test_a_task_that_was_given_back_is_picked_up_until_it_is_completed(job):
    release_task(begin(job, 1), {})

    assert chronicle(job).picked_up == "lead_magnet_part_1"

    write(job, 1)

    assert chronicle(job).picked_up == ""


def test_a_new_run_forgets_what_the_last_one_picked_up(job):
    release_task(begin(job, 1), {})
    reset_job(job)
    admit_jobs()

    assert chronicle(job).picked_up == ""
