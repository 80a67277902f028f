"""The page on which a run in line is put off, brought forward, or given another deadline."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from generation.engine.verbs.jobs import cancel_job, start_job
from generation.engine.verbs.new_jobs import StartOptions
from tests.support.admin import text_of
from tests.support.run_html import buttons

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
    page.post(later, {})

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


def test_what_is_wrong_is_told_where_it_was_written(page, job, later):
    answer = page.post(later, {"scheduled_at": "2020-07-01T12:00"})

    assert (answer.status_code, "This moment has passed." in text_of(answer)) == (422, True)


def test_a_deadline_before_the_new_start_is_told(page, funnel, ana):
    job = start_job(funnel, options=StartOptions(deadline=LATER))

    address = reverse("move_job", args=[job.pk])
    says = text_of(page.post(address, {"scheduled_at": "2090-08-01T12:00"}, follow=True))

    assert "The deadline is before the start." in says


def test_a_run_that_is_in_line_no_more_is_not_moved(page, funnel, job, later):
    cancel_job(job)

    assert page.get(later)["Location"] == reverse("run", args=[funnel.pk])
    assert "only jobs in line are put off" in text_of(page.post(later, {"now": "yes"}, follow=True))


def test_nobody_moves_what_is_not_theirs(stranger, later):
    assert stranger.post(later, {"now": "yes"}).status_code == 404
