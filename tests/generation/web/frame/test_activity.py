"""The words in the header for what is under way."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from generation.app_settings import MAX_CONCURRENT_JOBS
from generation.engine.running.dispatch import admit_jobs
from generation.engine.verbs.jobs import cancel_job, start_job
from generation.engine.verbs.putting_off import move_in_time
from settings_app import store
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import start_running

pytestmark = pytest.mark.django_db


def header(user) -> str:
    return history(user).partition('id="activity"')[2].partition("</div>")[0]


def signals(user) -> str:
    return history(user).partition('id="signals"')[2].partition("</div>")[0]


def history(user) -> str:
    client = Client()
    client.force_login(user)
    return client.get(reverse("history")).content.decode()


def test_it_is_hidden_at_none(ana):
    cancel_job(start_running(make_funnel(ana)))

    assert "activity-link" not in header(ana)


def test_it_counts_what_runs(ana):
    start_running(make_funnel(ana))
    start_running(make_funnel(ana))

    assert "2 running" in header(ana)


def test_it_tells_what_runs_from_what_is_in_line(ana):
    store.save({MAX_CONCURRENT_JOBS.key: 1}, changed_by=None)
    start_running(make_funnel(ana))
    start_job(make_funnel(ana))
    admit_jobs()

    assert "1 running" in header(ana)
    assert ", 1 in line" in header(ana)


def test_what_is_only_in_line_does_not_run(ana):
    store.save({MAX_CONCURRENT_JOBS.key: 1}, changed_by=None)
    start_running(make_funnel(make_user("bo")))
    start_job(make_funnel(ana))
    admit_jobs()

    assert "1 in line" in header(ana)
    assert "running" not in header(ana)


def test_what_is_put_off_is_not_in_line_and_keeps_no_title(ana):
    job = start_job(make_funnel(ana))
    move_in_time(job, scheduled_at=timezone.now() + timedelta(days=30))

    assert "1 put off" in header(ana)
    assert f'href="{reverse("run", args=[job.funnel_id])}"' in header(ana)
    assert "data-name" not in signals(ana)


def test_many_are_found_on_the_dashboard(ana):
    start_running(make_funnel(ana))
    start_running(make_funnel(ana))

    assert f'href="{reverse("dashboard")}?' in header(ana)
