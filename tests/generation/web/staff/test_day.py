"""The last 24 hours on the queue page."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from generation.models import GenerationJob, GenerationTask
from tests.support.admin import text_of
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import begin, fail, start_running, write

pytestmark = pytest.mark.django_db

QUEUE = "/queue/"


def test_a_day_on_which_nothing_ended(rita: Client):
    words = text_of(rita.get(QUEUE))

    assert "Completed in 24 h 0 no run has ended" in words
    assert "none was completed" in words
    assert "Retries 0 none was needed; 0 runs resumed" in words
    assert "Cost $0.00 0 calls" in words


def test_a_day_on_which_one_went_well_and_one_did_not(rita: Client):
    ana = make_user("ana")
    done = start_running(make_funnel(ana))
    for position in range(1, 15):
        write(done, position)
    done.refresh_from_db()
    began = done.completed_at - timedelta(minutes=11, seconds=4)
    GenerationJob.objects.filter(pk=done.pk).update(started_at=began, queued_at=began - timedelta(minutes=2))
    fail(start_running(make_funnel(ana)), 1)

    words = text_of(rita.get(QUEUE))

    assert "Completed in 24 h 1 50 % of what ended by itself" in words
    assert "A run took 11 min 4 s median; 95 of 100 at most 11 min 4 s" in words
    assert "Wait in line 2 min" in words


def test_retries_whose_parts_are_under_way_were_needed(rita: Client):
    job = start_running(make_funnel(make_user("ana")))
    fail(job, 1, retryable=True)
    GenerationTask.objects.filter(job=job, position=1).update(next_attempt_at=timezone.now())
    begin(job, 1)

    assert "Retries 1 under way; 0 runs resumed" in text_of(rita.get(QUEUE))
