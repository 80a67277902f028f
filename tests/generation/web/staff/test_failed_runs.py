"""The failed runs on the queue page: how many there are, why, and how one goes on."""

from datetime import timedelta

import pytest
from django.utils import timezone

from generation.app_settings import MAX_CONCURRENT_JOBS
from settings_app import store
from tests.support.admin import change, text_of
from tests.support.funnels import make_funnel, make_user
from tests.support.incidents import stop_by_incident
from tests.support.jobs import fail, start_running

pytestmark = pytest.mark.django_db

QUEUE = "/queue/"
FAILED = f"{QUEUE}?status=failed"


def test_the_share_of_failures_is_that_of_a_day(rita):
    ended = [start_running(make_funnel(make_user(f"user{number}"))) for number in range(4)]
    for job, status, days in zip(
        ended, ("completed", "completed", "failed", "failed"), (0, 0, 0, 2), strict=True
    ):
        change(job, status=status, completed_at=timezone.now() - timedelta(days=days))
    stop_by_incident(start_running(make_funnel(make_user("goes on by itself"))))

    page = rita.get(QUEUE)
    assert "Failed in 24 h 33.3 % 1 of 3 runs" in text_of(page)
    assert '<a href="/queue/?status=failed">1 of 3 runs</a>' in page.content.decode()
    assert [row.job.pk for row in rita.get(FAILED).context["rows"]] == [ended[2].pk]


def test_a_failed_run_says_why_and_is_resumed_by_who_may(rita, olga):
    store.save({MAX_CONCURRENT_JOBS.key: 1}, None)
    job = start_running(make_funnel(make_user("ana"), name="Focus Funnel"))
    fail(job, 1)

    seen, may = rita.get(f"{FAILED}&user=an"), olga.get(f"{FAILED}&user=an")

    why = "Lead magnet, part 1: The AI service said no. 0 of 14 parts are kept."
    assert f"Focus Funnel {why} ana" in text_of(seen)
    assert "Resume Focus Funnel" not in seen.content.decode()
    assert "Resume Focus Funnel" in may.content.decode()
    address = f"{QUEUE}{job.pk}/resume/?status=failed"
    assert rita.post(address).status_code == 403
    answer = olga.post(address, follow=True)
    assert answer.redirect_chain == [(FAILED, 302)]
    assert "Focus Funnel is resumed. Finished parts are kept." in text_of(answer)
    assert "No failed run matches" in text_of(answer)
    job.refresh_from_db()
    assert job.is_open
