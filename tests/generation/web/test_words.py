"""The words in which the pages say how far things have come."""

from datetime import UTC, datetime, timedelta

import pytest

from generation.models import GenerationJob, GenerationTask
from generation.web.words import counted, is_kept, job_word, ordinal, part_word, took

NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)
SOME_DAY, LONG_AGO = datetime(2990, 1, 1, tzinfo=UTC), datetime(1990, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"), (21, "21st")],
)
def test_places_in_line(number, said):
    assert ordinal(number) == said


def test_numbers_with_their_nouns():
    assert counted(1, "try", "tries") == "1 try"
    assert counted(7, "try", "tries") == "7 tries"
    assert counted(2310, "word") == "2,310 words"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0.1 s"), (0.31, "0.3 s"), (5, "5 s"), (9.94, "9.9 s"), (9.96, "10 s"), (31.4, "31 s")],
)
def test_how_long_something_took(seconds, said):
    assert took(seconds) == said


def test_a_part_finished_before_its_job_came_in_line_again_is_kept_until_all_is_done():
    task = GenerationTask(status="completed", completed_at=NOON)
    again = NOON + timedelta(seconds=1)

    assert is_kept(GenerationJob(status="running", queued_at=again), task)
    assert not is_kept(GenerationJob(status="running", queued_at=NOON), task)
    assert not is_kept(GenerationJob(status="completed", queued_at=again), task)


@pytest.mark.parametrize(
    ("job", "task", "word"),
    [
        ("running", "pending", "Waiting"),
        ("running", "in_progress", "Writing"),
        ("running", "waiting", "Retrying"),
        ("running", "completed", "Kept"),
        ("completed", "completed", "Done"),
        ("failed", "failed", "Failed"),
        ("failed", "pending", "Waiting"),
        ("cancelled", "pending", "Cancelled"),
    ],
)
def test_a_part_has_the_word_of_its_state_in_its_run(job, task, word):
    run = GenerationJob(status=job, queued_at=NOON + timedelta(minutes=1))

    assert part_word(run, GenerationTask(status=task, completed_at=NOON)).word == word


@pytest.mark.parametrize(
    ("status", "until", "word"),
    [
        ("queued", None, "In line"),
        ("queued", SOME_DAY, "Starts later"),
        ("queued", LONG_AGO, "In line"),
        ("running", SOME_DAY, "Generating"),
    ],
)
def test_a_run_that_was_put_off_starts_later_until_its_time_has_come(status, until, word):
    assert job_word(GenerationJob(status=status, scheduled_at=until)).word == word
