"""How far a job has come."""

import pytest

from generation.engine.standing.progress import Progress, current_tasks, measure_progress
from generation.models import GenerationJob, GenerationTask


def tasks(*statuses: str, stages_done: int = 0) -> list[GenerationTask]:
    return [
        GenerationTask(name=f"Part {number}", status=status, stages_done=stages_done)
        for number, status in enumerate(statuses, start=1)
    ]


def progress(job_status: str, parts: list[GenerationTask]) -> Progress:
    return measure_progress(GenerationJob(status=job_status, error_message="It broke."), parts)


def test_percent_counts_finished_stages():
    fourteen = tasks(*["completed"] * 6, "waiting", *["pending"] * 7, stages_done=2)

    found = progress("running", fourteen)

    assert (found.completed, found.total, found.percent) == (6, 14, 45)


def test_a_job_of_one_task_moves_too():
    assert progress("running", tasks("in_progress", stages_done=3)).percent == 43


def test_a_task_that_was_given_back_counts_nothing():
    assert progress("running", tasks("pending", "failed", stages_done=5)).percent == 0


def test_only_a_finished_job_is_at_a_hundred():
    nearly = tasks(*["completed"] * 199, "in_progress", stages_done=6)

    assert progress("running", nearly).percent == 99
    assert progress("completed", tasks("completed")).percent == 100


@pytest.mark.parametrize(
    ("job_status", "statuses", "message"),
    [
        ("queued", ["pending"], "Waiting in line"),
        ("running", ["pending"], "Starting"),
        ("running", ["completed", "in_progress"], "Writing Part 2"),
        ("running", ["in_progress", "in_progress", "in_progress"], "Writing Part 1 and 2 more"),
        ("running", ["waiting", "in_progress"], "Writing Part 2"),
        ("running", ["waiting", "pending"], "Waiting to try Part 1 again"),
        ("completed", ["completed"], "Finished"),
        ("failed", ["failed"], "It broke."),
        ("cancelled", ["pending"], "Cancelled"),
    ],
)
def test_a_message_says_what_happens(job_status, statuses, message):
    assert progress(job_status, tasks(*statuses)).message == message


def test_current_is_what_is_written_or_waits():
    found = current_tasks(tasks("completed", "in_progress", "waiting", "pending", "failed"))

    assert [task.name for task in found] == ["Part 2", "Part 3"]
