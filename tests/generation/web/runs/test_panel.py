"""One part at length: its stages, its tries, what went wrong."""

import pytest
from django.urls import reverse
from django.utils import timezone

from generation.calls import Violation
from generation.engine.running.outcomes import fail_attempt
from generation.engine.standing.jobs import jobs_to_show
from generation.engine.verbs.jobs import cancel_job
from generation.errors import ContentError
from generation.models import GenerationJob, GenerationTask, Section, TaskAttempt
from generation.web.runs.panel import PartPanel
from generation.web.runs.shown import show_job
from tests.support.jobs import begin, fail, start_running, task_at, write

pytestmark = pytest.mark.django_db

FIRST = "lead_magnet_part_1"


@pytest.fixture
def job(funnel) -> GenerationJob:
    return start_running(funnel)


def panel(job: GenerationJob, chosen: str = FIRST) -> PartPanel:
    shown = show_job(
        job.funnel,
        jobs_to_show().get(pk=job.pk),
        user=job.funnel.owner,
        chosen=chosen,
        is_earlier=False,
    ).panel
    assert shown is not None
    return shown


def states(job: GenerationJob) -> list[str]:
    return [stage.state for stage in panel(job).stages]


def test_a_part_that_has_not_begun_has_all_stages_ahead(job):
    assert states(job) == ["ahead"] * 7


def test_a_part_under_way_shows_the_stage_it_is_in(job):
    begin(job, 1)
    GenerationTask.objects.filter(job=job, position=1).update(stage="component_generation", stages_done=2)

    assert states(job) == ["done", "done", "running", *["ahead"] * 4]


def test_a_finished_part_shows_the_seconds_of_each_stage_and_which_were_skipped(job):
    write(job, 1)
    TaskAttempt.objects.update(
        stages=[
            {"name": "validation", "outcome": "success", "seconds": 0.31},
            {"name": "component_generation", "outcome": "success", "seconds": 40.2},
            {"name": "quality_validation", "outcome": "skipped", "seconds": 0.0},
        ]
    )

    shown = {stage.label: (stage.state, stage.took) for stage in panel(job).stages}

    assert shown["Check input"] == ("done", "0.3 s")
    assert shown["Write sections"] == ("done", "40 s")
    assert shown["Check quality"] == ("skipped", "skipped")
    assert shown["Save"] == ("done", "")  # not recorded, and yet it was finished


def test_a_failed_try_shows_where_it_failed(job):
    fail(job, 1, retryable=True)
    TaskAttempt.objects.update(
        stages=[
            {"name": "validation", "outcome": "success", "seconds": 0.1},
            {"name": "context_building", "outcome": "error", "seconds": 0.1},
        ]
    )

    assert states(job) == ["done", "failed", *["ahead"] * 5]


def test_a_wait_says_why_which_try_is_next_and_offers_to_try_now(job):
    fail(job, 1, retryable=True)

    trouble = panel(job).trouble

    assert trouble.error == "The AI service said no."
    assert trouble.then == "Try 2 of 7 starts in"
    assert trouble.due == task_at(job, 1).next_attempt_at
    assert [way.label for way in trouble.ways] == ["Try now"]
    assert not trouble.is_final


def test_a_failure_says_why_and_offers_to_try_again(job):
    fail(job, 1)

    trouble = panel(job).trouble

    assert trouble.is_final
    assert trouble.then == "The finished parts are kept. Once that is mended, try again."
    assert [way.label for way in trouble.ways] == ["Try again"]


def test_each_try_is_a_line_with_its_error_and_its_wait(job):
    fail(job, 1, retryable=True)
    GenerationTask.objects.filter(job=job, position=1).update(next_attempt_at=timezone.now())
    begin(job, 1)

    first, second = panel(job).tries

    assert (first.number, first.says, first.wait) == (1, "The AI service said no.", "Then a wait of 5 s.")
    assert (second.number, second.says, second.since is not None) == (2, "Under way.", True)


def test_what_was_wrong_with_a_text_is_told_up_to_a_point(job):
    violations = tuple(
        Violation(rule="min_words", section="cover", message=f"Too short ({number}).") for number in range(5)
    )
    error = ContentError("quality", "The text came back too short.", violations=violations)
    fail_attempt(begin(job, 1), error, {"provider_calls": 1})

    assert panel(job).tries[0].findings == (
        "Too short (0).",
        "Too short (1).",
        "Too short (2).",
        "And 2 more.",
    )


def test_what_is_for_operators_alone_is_not_told(job, page):
    fail(job, 1, retryable=True)
    TaskAttempt.objects.update(detail="a secret of the server")

    answer = page.get(f"/funnels/{job.funnel_id}/run/")

    assert "a secret of the server" not in answer.content.decode()


def test_tries_of_an_earlier_round_are_apart(job):
    fail(job, 1, retryable=True)
    GenerationTask.objects.filter(job=job, position=1).update(next_attempt_at=timezone.now())
    fail(job, 1)
    GenerationTask.objects.filter(job=job, position=1).update(round=2)

    shown = panel(job)

    assert shown.tries == ()
    assert [each.number for each in shown.earlier] == [1, 2]


def test_what_is_written_is_listed_with_words_and_hints(job):
    section = write(job, 1)
    section.revisions.update(advice=[{"rule": "opening"}])

    shown = panel(job)

    assert [(piece.title, piece.words) for piece in shown.pieces] == [("Cover", 5)]
    assert (shown.words, shown.hints) == ("5 words", 1)


def test_what_is_written_is_called_as_it_is_read(job):
    write(job, 1, "## Start smaller\n\nThan you think.")
    Section.objects.update(key="chapter_1", kind="prose", title="Chapter 1")

    assert [piece.title for piece in panel(job).pieces] == ["Start smaller"]


def test_a_part_is_regenerated_in_the_reader_once_it_is_finished_and_the_run_is_over(job):
    write(job, 1)
    assert not panel(job).ways

    cancel_job(job)
    (way,) = panel(job).ways
    assert way.label == "Regenerate this part"
    assert way.address == reverse("regenerate_part", args=[job.funnel_id, FIRST])


def test_nothing_is_offered_to_who_may_not_act(job, staff):
    write(job, 1)
    cancel_job(job)

    answer = staff.get(f"/funnels/{job.funnel_id}/run/?task={FIRST}").content.decode()

    assert "Regenerate" not in answer
    assert "Resume" not in answer
