"""Endings, told once by whichever page asks first."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from generation.engine.mending.stopped import LEFT
from generation.engine.running.dispatch import admit_jobs
from generation.engine.verbs.jobs import cancel_job, resume_job
from generation.models import EndingNotice, GenerationBatch, GenerationJob, GenerationTask, Preferences
from tests.support.batches import make_batch
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import fail, start_running, write
from tests.support.rows_read import counted_rows
from tests.support.threads import all_at_once

pytestmark = pytest.mark.django_db


def finished(owner) -> GenerationJob:
    job = start_running(make_funnel(owner, name="Focus Funnel"))
    for position in range(1, 15):
        write(job, position)
    return job


def claim(browser: Client):
    return browser.post(reverse("tell_endings"))


def signals(browser: Client) -> str:
    html = browser.get(reverse("history")).content.decode()
    return html.partition('id="signals"')[2].partition("</div>")[0]


def test_the_first_page_to_ask_is_given_the_words(browser, ana):
    finished(ana)

    first, second = claim(browser), claim(browser)

    assert (first.status_code, second.status_code) == (201, 200)
    assert "Focus Funnel is ready." in first.content.decode()
    assert second.content == b""


@pytest.mark.django_db(transaction=True)
def test_of_ten_tabs_that_ask_at_once_one_is_given_the_words(browser, ana):
    finished(ana)

    answers = all_at_once([lambda: claim(browser).status_code] * 10)

    assert sorted(answers) == [200] * 9 + [201]


def test_a_failure_is_told_with_its_part_and_its_reason_and_stays(browser, ana):
    job = start_running(make_funnel(ana, name="Focus Funnel"))
    fail(job, 1)

    words = claim(browser).content.decode()

    assert "Lead magnet, part 1 stopped in Focus Funnel: The AI service said no." in words
    assert 'role="alert" data-stays' in words


def test_several_failures_are_one_message(browser, ana):
    job = start_running(make_funnel(ana, name="Focus Funnel"))
    fail(job, 1)
    GenerationTask.objects.filter(job=job, position=3).update(status="failed", error_message="It broke.")

    assert "2 parts of Focus Funnel stopped." in claim(browser).content.decode()


def test_a_job_that_took_too_long_has_no_part_to_blame(browser, ana):
    job = start_running(make_funnel(ana, name="Focus Funnel"))
    GenerationJob.objects.filter(pk=job.pk).update(
        status="failed", error_message="It took more than 6 hours.", completed_at=timezone.now()
    )

    assert "Focus Funnel stopped: It took more than 6 hours." in claim(browser).content.decode()


def test_a_run_that_was_not_resumed_after_an_incident_says_why(browser, ana):
    job = start_running(make_funnel(ana, name="Focus Funnel"))
    fail(job, 1)
    job.refresh_from_db()
    why = "It was not resumed by itself: a newer run has begun."
    GenerationJob.objects.update(error_code=LEFT, error_message=f"{job.error_message} {why}")

    assert f"Focus Funnel stopped. {why}" in claim(browser).content.decode()


def test_a_name_is_text_and_nothing_else(browser, ana):
    job = finished(ana)
    job.funnel.name = "<script>alert(1)</script>"
    job.funnel.save()

    assert "&lt;script&gt;" in claim(browser).content.decode()


def test_who_was_away_for_long_is_told_of_the_latest_and_that_there_are_more(browser, ana):
    for number in range(9):
        fail(start_running(make_funnel(ana, name=f"Funnel {number}")), 1)

    words = claim(browser).content.decode()

    assert "7 more runs have ended." in words
    assert f'href="{reverse("history")}"' in words
    assert re.findall(r"stopped in (Funnel \d)", words) == ["Funnel 7", "Funnel 8"]
    assert claim(browser).status_code == 200
    assert "data-endings" not in signals(browser)


def test_of_many_that_ended_only_those_are_read_that_there_is_room_for(browser, ana):
    read = []
    for jobs in (4, 9):
        batch = make_batch(ana, jobs=jobs)
        ended = {"status": "failed", "batch": None, "completed_at": timezone.now()}
        GenerationJob.objects.filter(batch=batch).update(**ended)
        with counted_rows() as rows:
            words = claim(browser).content.decode()
        read.append(rows)

    assert "7 more runs have ended." in words
    assert read[0] == read[1]


def test_three_endings_are_told_one_by_one(browser, ana):
    for number in range(3):
        fail(start_running(make_funnel(ana, name=f"Funnel {number}")), 1)

    words = claim(browser).content.decode()

    assert re.findall(r"stopped in (Funnel \d)", words) == ["Funnel 0", "Funnel 1", "Funnel 2"]
    assert "more run" not in words


def test_a_batch_is_one_message_when_it_has_ended_and_of_one_job_that_ran_again_it_is_a_jobs(browser, ana):
    jobs = [start_running(make_funnel(ana, name=f"Funnel {number}")) for number in range(3)]
    batch = GenerationBatch.objects.create(owner=ana, name="Spring", blueprint="funnel")
    GenerationJob.objects.update(batch=batch)
    fail(jobs[0], 1)
    fail(jobs[1], 1)
    while_it_runs = claim(browser)
    assert "data-endings" not in signals(browser)

    cancel_job(jobs[2])
    assert "data-endings" in signals(browser)
    words = claim(browser).content.decode()
    resume_job(jobs[0])
    admit_jobs()
    fail(jobs[0], 1)
    again = claim(browser).content.decode()

    assert while_it_runs.content == b""
    assert "Spring has ended: 2 failed, 1 cancelled." in words
    assert f'href="{reverse("batch", args=[batch.pk])}"' in words
    assert "stopped in Funnel" not in words
    assert re.findall(r"stopped in (Funnel \d)", again) == ["Funnel 0"]
    assert "Spring" not in again


def test_somebody_elses_ending_does_not_exist(ana):
    finished(ana)
    for other in (make_user("bo"), make_user("boss", is_staff=True, is_superuser=True)):
        client = Client()
        client.force_login(other)
        assert claim(client).content == b""

    assert not EndingNotice.objects.exists()


def test_a_page_asks_by_post(browser):
    assert browser.get(reverse("tell_endings")).status_code == 405


def test_a_page_says_that_there_are_endings_nobody_was_told_of(browser, ana):
    finished(ana)

    before = signals(browser)
    claim(browser)

    assert "data-endings" in before
    assert "data-endings" not in signals(browser)


def test_the_title_says_how_far_the_only_run_is(browser, ana):
    job = start_running(make_funnel(ana, name="Focus Funnel"))
    write(job, 1)
    alone = signals(browser)
    start_running(make_funnel(ana))

    assert 'data-name="Focus Funnel" data-completed="1" data-total="14"' in alone
    assert 'data-dot="running"' in alone
    assert "data-name" not in signals(browser)


def test_the_dot_says_how_the_last_run_ended(browser, ana):
    fail(start_running(make_funnel(ana)), 1)

    assert 'data-dot="failed"' in signals(browser)


def test_a_person_is_notified_who_asked_to_be(browser, ana):
    start_running(make_funnel(ana))
    before = signals(browser)

    answer = browser.post(reverse("notify_me"))

    assert answer.status_code == 204
    assert "data-notifies" not in before
    assert "data-notifies" in signals(browser)
    Preferences.objects.update(notify_in_browser=False)
    assert "data-notifies" not in signals(browser)
