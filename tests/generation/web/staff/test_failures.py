"""Failed runs by their cause, on a page of staff's."""

import pytest
from django.test import Client

from generation.models import GenerationJob
from tests.support.admin import client_of, text_of
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import fail, start_running

pytestmark = pytest.mark.django_db

FAILURES = "/queue/failures/"


@pytest.fixture
def failed() -> GenerationJob:
    job = start_running(make_funnel(make_user("ana"), name="Focus Funnel"))
    fail(job, 1)
    return job


def test_it_is_staffs_page():
    assert client_of(make_user("ben")).get(FAILURES).status_code == 403


def test_where_nothing_failed_it_says_so(rita: Client):
    assert "No failed run" in text_of(rita.get(FAILURES))


@pytest.mark.usefixtures("failed")
def test_a_cause_says_what_is_to_be_done_and_which_runs_it_stopped(rita: Client):
    words = text_of(rita.get(FAILURES))

    assert "The AI service refused the request 1 run of 1 user" in words
    assert "Read the attempt's detail" in words
    assert "Focus Funnel" in words
    assert "Resume" not in words


def test_all_of_a_cause_are_resumed_by_who_may(olga: Client, failed: GenerationJob):
    assert "Resume it" in text_of(olga.get(FAILURES))

    page = olga.post(f"{FAILURES}bad_request/resume/", follow=True)

    failed.refresh_from_db()
    assert failed.is_open
    assert "1 run is resumed. Finished parts are kept." in text_of(page)


def test_a_second_press_finds_nothing_left(olga: Client, failed: GenerationJob):
    olga.post(f"{FAILURES}bad_request/resume/")

    page = olga.post(f"{FAILURES}bad_request/resume/", follow=True)

    assert "Nothing was left to resume." in text_of(page)


def test_staff_who_may_only_look_resume_nothing(rita: Client, failed: GenerationJob):
    assert rita.post(f"{FAILURES}bad_request/resume/").status_code == 403
    failed.refresh_from_db()
    assert not failed.is_open
