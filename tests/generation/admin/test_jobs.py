from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from generation.engine.verbs.jobs import start_job
from generation.models import Funnel, GenerationJob, Section
from generation.states import JobStatus, TaskStatus
from tests.support.admin import JOBS, act, change, make_failed_job, text_of
from tests.support.funnels import make_funnel, make_user


def status_of(job: GenerationJob) -> str:
    job.refresh_from_db()
    return job.status


def test_cancel_stops_the_job_and_says_so(operator: Client, running_job: GenerationJob) -> None:
    response = act(operator, JOBS, "cancel", running_job)

    assert status_of(running_job) == JobStatus.CANCELLED
    assert "1 job cancelled." in text_of(response)


def test_resume_keeps_what_is_finished(operator: Client, failed_job: GenerationJob) -> None:
    act(operator, JOBS, "resume", failed_job)

    assert status_of(failed_job) in (JobStatus.QUEUED, JobStatus.RUNNING)
    assert failed_job.tasks.filter(status=TaskStatus.COMPLETED).count() == 1


def test_reset_asks_first(operator: Client, failed_job: GenerationJob) -> None:
    response = act(operator, JOBS, "reset", failed_job)

    assert "Start these jobs over?" in text_of(response)
    assert status_of(failed_job) == JobStatus.FAILED

    response = act(operator, JOBS, "reset", failed_job, confirmed="yes")

    assert "1 job started over." in text_of(response)
    assert failed_job.tasks.filter(status=TaskStatus.PENDING).count() == 14


def test_one_that_is_refused_does_not_stop_the_others(operator: Client, failed_job: GenerationJob) -> None:
    running = start_job(make_funnel(make_user("bea"), name="Second"))

    text = text_of(act(operator, JOBS, "cancel", failed_job, running))

    assert "1 job cancelled." in text
    assert f"{failed_job.funnel.name}: This job is failed; there is nothing to cancel." in text
    assert status_of(running) == JobStatus.CANCELLED


def test_a_job_whose_kind_is_open_again_is_not_resumed(operator: Client, failed_job: GenerationJob) -> None:
    start_job(failed_job.funnel)

    text = text_of(act(operator, JOBS, "resume", failed_job))

    assert "This funnel is being generated already." in text
    assert status_of(failed_job) == JobStatus.FAILED


def test_a_reset_is_refused_where_the_brief_no_longer_suffices(
    operator: Client, failed_job: GenerationJob
) -> None:
    change(failed_job.funnel, brief={})

    text = text_of(act(operator, JOBS, "reset", failed_job, confirmed="yes"))

    assert "brief.topic" in text
    assert status_of(failed_job) == JobStatus.FAILED


def test_the_history_says_who_did_it(operator: Client, running_job: GenerationJob) -> None:
    act(operator, JOBS, "cancel", running_job)

    entry = LogEntry.objects.get(object_id=str(running_job.pk))
    assert (entry.user.username, entry.change_message) == ("operator", "Cancelled.")


def test_a_button_of_the_page_leads_back_to_it(operator: Client, running_job: GenerationJob) -> None:
    page = f"{JOBS}{running_job.pk}/change/"

    response = act(operator, JOBS, "cancel", running_job, next=page)

    assert response.redirect_chain == [(page, 302)]


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_a_button_never_leads_elsewhere(operator: Client, running_job: GenerationJob, address: str) -> None:
    response = act(operator, JOBS, "cancel", running_job, next=address)

    assert response.redirect_chain == [(JOBS, 302)]
    assert address not in act(operator, JOBS, "reset", running_job, next=address).content.decode()


@pytest.mark.parametrize("action", ["cancel", "resume", "reset", "delete_selected"])
def test_who_may_only_look_has_no_actions(onlooker: Client, running_job: GenerationJob, action: str) -> None:
    act(onlooker, JOBS, action, running_job, confirmed="yes", post="yes")

    assert status_of(running_job) == JobStatus.RUNNING
    page = onlooker.get(f"{JOBS}{running_job.pk}/change/").content.decode()
    assert 'name="action"' not in page
    assert "Where it stands" in page


def test_the_page_says_where_the_job_stands(operator: Client, failed_job: GenerationJob) -> None:
    text = text_of(operator.get(f"{JOBS}{failed_job.pk}/change/"))

    assert "1 of 14 tasks are finished." in text
    assert "The provider is busy. (provider_busy)" in text
    assert "Run what is not finished" in text


def test_an_ended_job_is_deleted_and_its_content_stays(operator: Client, failed_job: GenerationJob) -> None:
    address = f"{JOBS}{failed_job.pk}/delete/"

    assert "what they wrote stays" in text_of(operator.get(address))
    operator.post(address, {"post": "yes"})

    assert not GenerationJob.objects.exists()
    assert Section.objects.get().revisions.count() == 1


def test_an_open_job_is_not_deleted(operator: Client, running_job: GenerationJob) -> None:
    alone = text_of(operator.post(f"{JOBS}{running_job.pk}/delete/", {"post": "yes"}, follow=True))
    among_others = text_of(act(operator, JOBS, "delete_selected", running_job, post="yes"))

    for text in (alone, among_others):
        assert "is being generated, so nothing was deleted." in text
    assert GenerationJob.objects.filter(pk=running_job.pk).exists()


def test_names_are_escaped(operator: Client, funnel: Funnel) -> None:
    change(funnel, name="<script>alert(1)</script>")
    job = make_failed_job(funnel)

    for response in (
        operator.get(JOBS),
        operator.get(f"{JOBS}{job.pk}/change/"),
        act(operator, JOBS, "cancel", job),
        act(operator, JOBS, "reset", job),
    ):
        assert "<script>alert(1)" not in response.content.decode()


def test_a_list_of_jobs_takes_no_more_queries_for_more_of_them(
    operator: Client, failed_job: GenerationJob, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for number in range(4):
        start_job(make_funnel(make_user(f"owner{number}")))

    with django_assert_max_num_queries(12):
        text = text_of(operator.get(JOBS))

    assert "1 of 14" in text
    assert "0 of 14" in text


def test_a_job_is_called_after_its_funnel_and_blueprint(operator: Client, failed_job: GenerationJob) -> None:
    text = text_of(operator.get(f"{JOBS}{failed_job.pk}/change/"))

    assert f"{failed_job.funnel.name}" in text
    assert f"funnel {failed_job.pk}" not in text


def test_switches_are_words(operator: Client, failed_job: GenerationJob) -> None:
    page = operator.get(f"{JOBS}{failed_job.pk}/change/")

    assert "Skip quality check no" in text_of(page)
    assert "icon-no" not in page.content.decode()


def test_the_snapshot_stands_in_a_funnels_order(operator: Client, failed_job: GenerationJob) -> None:
    text = text_of(operator.get(f"{JOBS}{failed_job.pk}/change/"))

    snapshot = text[text.index("Snapshot") :]
    places = [
        snapshot.index(f'"{key}":') for key in ("lead_magnet", "front_end", "bump", "upsell_1", "upsell_2")
    ]
    assert places == sorted(places)
