"""What each row of the list says."""

from datetime import timedelta

import pytest
from django.utils import timezone

from generation.blueprints import get_blueprint
from generation.engine.content.written import what_is_written
from generation.engine.running.dispatch import admit_jobs
from generation.engine.standing.jobs import jobs_to_show, standing
from generation.engine.standing.reach import OPERATOR
from generation.engine.verbs.jobs import StartOptions, cancel_job, reset_job, resume_job, start_job
from generation.engine.verbs.rework import regenerate_task
from generation.models import Funnel, GenerationJob, GenerationTask, Revision
from generation.web.runs.amounts import words_by_part
from generation.web.runs.rows import Row, grouped, rows_of_job, rows_without_job
from settings_app import store
from tests.support.jobs import begin, fail, start_running, task_at, write

pytestmark = pytest.mark.django_db


def rows(job: GenerationJob) -> list[Row]:
    found = standing(jobs_to_show().get(pk=job.pk), viewer=OPERATOR)
    written = what_is_written(job.funnel)
    return [row for _, row in rows_of_job(found, written, words_by_part(found, written))]


def said(job: GenerationJob, position: int) -> tuple[str, str]:
    row = rows(job)[position - 1]
    return row.status.word, row.note


def test_a_finished_part_tells_its_words_and_its_time_and_can_be_read(funnel):
    job = start_running(funnel)
    write(job, 1)
    Revision.objects.update(words=2310)
    GenerationTask.objects.filter(job=job, position=1).update(
        completed_at=task_at(job, 1).started_at + timedelta(seconds=31)
    )

    row = rows(job)[0]

    assert (row.status.word, row.note, row.took) == ("Done", "2,310 words", "31 s")
    assert row.is_readable
    assert row.since is None


@pytest.mark.parametrize(
    ("stage", "note"),
    [
        ("", "Starting"),
        ("validation", "Checking input, 1 of 7"),
        ("component_generation", "Writing sections, 3 of 7"),
        ("storage", "Saving, 7 of 7"),
    ],
)
def test_a_part_that_is_written_tells_its_stage_and_counts_from_its_start(funnel, stage, note):
    job = start_running(funnel)
    begin(job, 1)
    GenerationTask.objects.filter(job=job, position=1).update(stage=stage)

    assert said(job, 1) == ("Writing", note)
    assert rows(job)[0].since == task_at(job, 1).started_at


def test_a_part_that_waits_tells_which_try_and_when(funnel):
    job = start_running(funnel)
    fail(job, 1, retryable=True)

    assert said(job, 1) == ("Retrying", "Try 2 of 7 in")
    assert rows(job)[0].due == task_at(job, 1).next_attempt_at


def test_a_later_try_says_so_while_it_is_made(funnel):
    job = start_running(funnel)
    fail(job, 1, retryable=True)
    GenerationTask.objects.filter(job=job, position=1).update(next_attempt_at=timezone.now())
    begin(job, 1)

    assert said(job, 1) == ("Writing", "Try 2 of 7: starting")


def test_a_failed_part_tells_how_often_it_was_tried(funnel):
    job = start_running(funnel)
    fail(job, 1)

    assert said(job, 1) == ("Failed", "Stopped after 1 try")
    assert said(job, 2) == ("Waiting", "Not written yet")

    GenerationTask.objects.filter(job=job, position=1).update(attempt_count=7)
    assert said(job, 1) == ("Failed", "Stopped after 7 tries")

    GenerationTask.objects.filter(job=job, position=1).update(
        attempt_count=0
    )  # its worker was lost each time
    assert said(job, 1) == ("Failed", "Stopped")


def test_what_is_ahead_tells_what_it_waits_for(funnel):
    job = start_running(funnel)
    begin(job, 1)

    assert said(job, 2) == ("Waiting", "Next")
    assert said(job, 3) == ("Waiting", "Waiting for its turn")
    assert said(job, 4) == ("Waiting", "Waiting for Front-end, part 1")
    assert said(job, 10) == ("Waiting", "Waiting for Lead magnet, part 1 and 8 more")


def test_with_lanes_the_next_part_is_one_that_can_begin(funnel):
    job = start_job(funnel, options=StartOptions(lanes=2))
    admit_jobs()
    begin(job, 1)

    assert said(job, 2) == ("Waiting", "Waiting for Lead magnet, part 1")
    assert said(job, 3) == ("Waiting", "Next")


def test_a_part_whose_need_failed_says_so(funnel):
    job = start_job(funnel, options=StartOptions(continue_on_failure=True))
    admit_jobs()
    fail(job, 1)

    assert said(job, 2) == ("Waiting", "Needs Lead magnet, part 1, which failed")
    assert said(job, 3) == ("Waiting", "Next")
    assert said(job, 13)[1] == "Needs Lead magnet, part 1, which failed"


def test_in_line_the_first_part_tells_the_place(funnel):
    store.save({"max_concurrent_jobs": 0}, changed_by=None)
    job = start_job(funnel)

    assert said(job, 1) == ("In line", "1st in line")
    assert said(job, 2) == ("Waiting", "Waiting for Lead magnet, part 1")
    GenerationJob.objects.update(scheduled_at=timezone.now() + timedelta(days=1))
    assert said(job, 1) == ("Starts later", "Waits for its time")


def test_what_a_cancel_met_says_so(funnel):
    job = start_running(funnel)
    write(job, 1)
    begin(job, 2)
    cancel_job(job)

    assert said(job, 1) == ("Done", "5 words")
    assert said(job, 2) == ("Cancelled", "Cancelled while it was written")
    assert said(job, 3) == ("Cancelled", "Cancelled before it started")


@pytest.mark.parametrize("end", [cancel_job, lambda job: fail(job, 1)])
def test_where_writing_anew_ended_early_the_earlier_text_is_said_to_stay(funnel, end):
    job = start_running(funnel)
    for position in (1, 2):
        write(job, position)
    reset_job(job)
    admit_jobs()
    end(job)

    assert said(job, 2)[1] == "Not regenerated; the earlier text stays"
    assert rows(job)[1].is_readable
    assert said(job, 3)[1] in ("Not written yet", "Cancelled before it started")


def test_after_a_resume_what_was_finished_is_kept(funnel):
    job = start_running(funnel)
    write(job, 1)
    cancel_job(job)
    resume_job(job)

    assert said(job, 1) == ("Kept", "Kept from the last run, 5 words")


def test_while_one_part_is_written_anew_the_others_are_kept(funnel):
    job = start_running(funnel)
    for position in range(1, 15):
        write(job, position)
    regenerate_task(task_at(job, 3))
    admit_jobs()

    assert said(job, 1) == ("Kept", "Kept from the last run, 5 words")
    assert said(job, 3) == ("Waiting", "Next")
    assert rows(job)[2].is_readable  # the earlier text


def test_parts_stand_in_their_two_groups_with_counts(funnel):
    job = start_running(funnel)
    write(job, 1)

    groups = grouped([(task.group, row) for task, row in zip(job.tasks.all(), rows(job), strict=True)])

    assert [(group.name, group.done, len(group.rows)) for group in groups] == [
        ("Product content", 1, 9),
        ("Marketing materials", 0, 5),
    ]
    assert groups[1].first == 10


def test_without_a_run_the_declared_parts_are_listed_with_what_is_stored(funnel):
    section = write(start_running(funnel), 1)
    Funnel.objects.get().jobs.all().delete()

    found = [row for _, row in rows_without_job(get_blueprint("funnel"), what_is_written(section.funnel))]

    assert [row.status.word for row in found[:2]] == ["Done", "Not started"]
    assert [row.note for row in found[:2]] == ["5 words", ""]
    assert len(found) == 14
