"""The page on which a run in line is put off, brought forward, or given another deadline."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from generation.engine.verbs.jobs import cancel_job, start_job
from generation.engine.verbs.new_jobs import StartOptions
from generation.models import GenerationJob
from tests.support.admin import text_of
from tests.support.run_html import buttons, html, text

pytestmark = pytest.mark.django_db

LATER = datetime(2090, 7, 1, 12, tzinfo=UTC)


@pytest.fixture
def job(funnel):
    return start_job(funnel)


@pytest.fixture
def later(job) -> str:
    return reverse("move_job", args=[job.pk])


def test_a_run_in_line_is_put_off_and_brought_forward_again(page, funnel, job, later):
    assert "Start later" in buttons(page, funnel)

    off = page.post(later, {"scheduled_at": "2090-07-01T14:00", "zone": "Europe/Berlin"}, follow=True)
    job.refresh_from_db()
    assert ("It will start at its time." in text_of(off), job.scheduled_at) == (True, LATER)
    assert "Change the time" in buttons(page, funnel)
    assert "It starts 1 Jul 2090, 12:00 UTC or later." in text_of(page.get(later))

    now = page.post(later, {"now": "yes"}, follow=True)
    job.refresh_from_db()
    assert ("It starts when its turn comes." in text_of(now), job.scheduled_at < LATER) == (True, True)


def test_another_deadline_is_given_and_what_is_left_empty_stays(page, job, later):
    says = text_of(page.post(later, {"deadline": "2090-07-01T12:00"}, follow=True))

    job.refresh_from_db()
    assert "It has another deadline." in says
    assert (job.scheduled_at, job.deadline) == (None, LATER)


def test_a_deadline_is_taken_away(page, funnel):
    job = start_job(funnel, options=StartOptions(deadline=LATER))
    later = reverse("move_job", args=[job.pk])
    assert "No deadline" in text_of(page.get(later))

    says = text_of(page.post(later, {"no_deadline": "yes"}, follow=True))

    job.refresh_from_db()
    assert ("It has no deadline any more." in says, job.deadline) == (True, None)
    assert "No deadline" not in text_of(page.get(later))


@pytest.mark.parametrize(
    ("stands", "sent", "says"),
    [
        ({}, {"scheduled_at": "2020-07-01T12:00"}, "This moment has passed."),
        ({"deadline": LATER}, {"scheduled_at": "2090-08-01T12:00"}, "Choose a later one, or start sooner."),
        ({"scheduled_at": LATER}, {"deadline": "2090-06-01T12:00"}, "Choose a later one, or start sooner."),
        ({"deadline": LATER}, {}, "Write when it is to start, or a deadline."),
    ],
)
def test_what_is_wrong_is_told_where_it_was_written_and_stays(page, funnel, stands, sent, says):
    job = start_job(funnel, options=StartOptions(**stands))

    answer = page.post(reverse("move_job", args=[job.pk]), sent)

    assert (answer.status_code, says in text_of(answer)) == (422, True)
    assert all(f'value="{moment}"' in answer.content.decode() for moment in sent.values())
    job.refresh_from_db()
    assert (job.scheduled_at, job.deadline) == (stands.get("scheduled_at"), stands.get("deadline"))


def test_what_was_put_off_and_comes_now_has_waited_since_now(page, funnel, job, later):
    long_ago = timezone.now() - timedelta(days=3)
    GenerationJob.objects.update(queued_at=long_ago, scheduled_at=LATER)

    page.post(later, {"now": "yes"})

    assert "1st in line, waiting" in text(page, funnel, within="run-times")
    assert f'data-since="{long_ago:%Y-%m-%d}' not in html(page, funnel)


def test_a_run_that_is_in_line_no_more_is_not_moved(page, funnel, job, later):
    cancel_job(job)

    assert page.get(later)["Location"] == reverse("run", args=[funnel.pk])
    assert "only jobs in line are put off" in text_of(page.post(later, {"now": "yes"}, follow=True))


def test_nobody_moves_what_is_not_theirs(stranger, later):
    assert stranger.post(later, {"now": "yes"}).status_code == 404
