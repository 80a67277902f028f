"""Figures, and failures by their cause, over the API."""

import pytest

from generation.models import GenerationJob
from tests.support.api import client_named, staff_who_may
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import fail, start_running

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return client_named("sam", is_staff=True)


@pytest.fixture
def operator():
    return staff_who_may("olga", "change_generationjob")


@pytest.fixture
def failed() -> GenerationJob:
    job = start_running(make_funnel(make_user("ana")))
    fail(job, 1)
    return job


@pytest.mark.parametrize("address", ["/api/figures/", "/api/failures/"])
def test_they_are_for_staff(address):
    assert client_named("ben").get(address).status_code == 403


@pytest.mark.usefixtures("failed")
def test_a_day_in_figures(staff):
    figures = staff.get("/api/figures/").json()

    assert (figures["completed"], figures["failed"], figures["success_rate"]) == (0, 1, 0.0)
    assert figures["runs"] == {"p50": None, "p95": None}
    assert figures["cost_usd"] == "0.0000"


@pytest.mark.parametrize("days", ["0", "91", "x", "1.5", "", "9" * 40, "0" * 12 + "1", "\u0663"])
def test_a_period_that_is_none_is_refused_in_words(staff, days):
    answer = staff.get("/api/figures/", {"days": days})

    assert answer.status_code == 400
    assert answer.json()["errors"]["days"] == "Write a whole number from 1 to 90."


@pytest.mark.usefixtures("failed")
def test_failures_by_their_cause(staff):
    (group,) = staff.get("/api/failures/").json()["results"]

    assert (group["code"], group["jobs"], group["owners"]) == ("bad_request", 1, 1)
    assert group["message"] == "Lead magnet, part 1: The AI service said no."


def test_all_of_a_cause_are_resumed_by_who_may(operator, failed):
    answer = operator.post("/api/failures/bad_request/resume/")

    assert answer.status_code == 202
    assert answer.json() == {"resumed": 1, "refused": [], "left": 0}
    failed.refresh_from_db()
    assert failed.is_open


def test_staff_who_may_only_look_resume_nothing(staff, failed):
    assert staff.post("/api/failures/bad_request/resume/").status_code == 403
    failed.refresh_from_db()
    assert not failed.is_open


def test_a_cause_nothing_failed_by_resumes_nothing(operator):
    answer = operator.post("/api/failures/network/resume/")

    assert answer.json() == {"resumed": 0, "refused": [], "left": 0}


def test_what_is_no_cause_is_not_found_and_the_causes_are_named(operator):
    answer = operator.post("/api/failures/nonsense/resume/")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert answer.json()["detail"].startswith("No run fails by 'nonsense', but by bad_fields, bad_input, ")
