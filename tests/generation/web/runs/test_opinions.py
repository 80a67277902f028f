"""Stars and a comment, and the way to support."""

import re

import pytest
from django.urls import reverse

from generation.models import GenerationJob, JobRating
from settings_app import store
from tests.support import job_states
from tests.support.jobs import fail, start_running

pytestmark = pytest.mark.django_db


@pytest.fixture
def finished(funnel) -> GenerationJob:
    return job_states.finished(funnel)


@pytest.fixture
def failed(funnel) -> GenerationJob:
    job = start_running(funnel)
    fail(job, 1)
    return job


def rate(client, job, **sent):
    return client.post(reverse("rate_job", args=[job.pk]), sent)


def test_a_finished_run_is_rated_and_shows_its_rating_to_be_changed(page, finished):
    assert rate(page, finished, stars="2").status_code == 302
    assert rate(page, finished, stars="4", comment="Good chapters.").status_code == 302

    assert JobRating.objects.values_list("stars", "comment").get() == (4, "Good chapters.")
    shown = page.get(reverse("run", args=[finished.funnel_id])).content.decode()
    assert "Your rating" in shown
    assert 'value="4" form="rate" checked' in shown
    assert "Good chapters." in shown


@pytest.mark.parametrize("stars", ["", "0", "6", "five", "\u0665"])
def test_a_rating_without_stars_comes_back_with_what_was_written(page, finished, stars):
    answer = rate(page, finished, stars=stars, comment="Good chapters.")

    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Choose one to five stars." in shown
    assert "Good chapters." in shown
    assert not JobRating.objects.exists()


def test_a_comment_is_shown_as_text(page, finished):
    rate(page, finished, stars="1", comment="<script>alert(1)</script>")

    shown = page.get(reverse("run", args=[finished.funnel_id])).content.decode()

    assert "<script>alert(1)" not in shown


def test_a_run_that_is_not_finished_is_not_rated(page, failed):
    rate(page, failed, stars="5")

    assert not JobRating.objects.exists()
    assert "How good is it?" not in page.get(reverse("run", args=[failed.funnel_id])).content.decode()


def test_only_the_owner_rates(stranger, staff, finished):
    assert rate(stranger, finished, stars="5").status_code == 404
    assert rate(staff, finished, stars="5").status_code == 403
    assert "How good is it?" not in staff.get(reverse("run", args=[finished.funnel_id])).content.decode()


@pytest.mark.parametrize("address", ["https://help.example/galley", "mailto:help@example.com"])
def test_contact_support_leads_there_and_is_noted(page, failed, address):
    store.save({"support_url": address}, changed_by=None)
    there = reverse("support", args=[failed.pk])
    shown = page.get(reverse("run", args=[failed.funnel_id])).content.decode()
    assert re.search(rf'<button [^>]*form="act" formaction="{there}">', shown)

    last_step = page.post(there, follow=True)

    assert last_step.redirect_chain == [(there, 302)]
    assert f'content="0; url={address}"' in last_step.content.decode()
    assert "It is noted on this run" in last_step.content.decode()
    assert failed.events.filter(kind="support_asked").count() == 1


def test_looking_at_the_way_to_support_notes_nothing(page, failed):
    store.save({"support_url": "https://help.example/"}, changed_by=None)

    looked_at = page.get(reverse("support", args=[failed.pk]))

    assert looked_at.status_code == 200
    assert "It is noted" not in looked_at.content.decode()
    assert not failed.events.filter(kind="support_asked").exists()


def test_where_there_is_no_support_none_is_offered(page, failed):
    assert "Contact support" not in page.get(reverse("run", args=[failed.funnel_id])).content.decode()
    assert page.post(reverse("support", args=[failed.pk])).status_code == 404


def test_staff_who_ask_are_not_counted(staff, stranger, failed):
    store.save({"support_url": "https://help.example/"}, changed_by=None)

    assert staff.post(reverse("support", args=[failed.pk])).status_code == 302
    assert stranger.post(reverse("support", args=[failed.pk])).status_code == 404
    assert not failed.events.filter(kind="support_asked").exists()
