import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from generation.admin.facts import gather_facts
from generation.admin.report import Line, describe_job
from generation.engine.gate.holds import hold_task
from generation.engine.verbs.jobs import start_job
from generation.models import Funnel, GenerationJob
from generation.states import JobStatus, TaskStatus
from settings_app import store
from tests.support.admin import change, make_beat, make_running_job
from tests.support.funnels import make_funnel, make_user


def report_on(job: GenerationJob) -> dict[str, Line]:
    job = GenerationJob.objects.select_related("funnel").get(pk=job.pk)
    return {line.about: line for line in describe_job(gather_facts(job))}


def begin_first_task(job: GenerationJob, *, lease_seconds: int) -> str:
    task, now = job.tasks.get(position=1), timezone.now()
    change(
        task,
        status=TaskStatus.IN_PROGRESS,
        stage="component_generation",
        attempt_count=2,
        last_attempt_at=now - timedelta(seconds=40),
        worker="worker@here:1",
        lease_token=uuid4(),
        lease_expires_at=now + timedelta(seconds=lease_seconds),
    )
    return task.name


@pytest.fixture
def queued_job(funnel: Funnel) -> GenerationJob:
    store.save({"max_concurrent_jobs": 1}, None)
    make_running_job(make_funnel(make_user("bea")))
    return start_job(funnel)


def test_a_job_in_line_tells_its_place(queued_job: GenerationJob) -> None:
    line = report_on(queued_job)["In line"]

    assert "It is number 1 and waits for a free slot: 1 of 1 slots are taken." in line.says


def test_a_free_slot_that_is_not_taken_is_worth_a_look(queued_job: GenerationJob) -> None:
    store.save({"max_concurrent_jobs": 5}, None)

    line = report_on(queued_job)["In line"]

    assert "It should run already: only 1 of 5 slots are taken." in line.says
    assert line.tone == "warning"


def test_a_scheduled_job_tells_its_time(queued_job: GenerationJob) -> None:
    change(queued_job, scheduled_at=timezone.now() + timedelta(hours=2, minutes=30))

    assert "(in 2 h" in report_on(queued_job)["Put off"].says


def test_a_held_task_tells_what_for_since_when_and_until_when(running_job: GenerationJob) -> None:
    first = running_job.tasks.get(position=1)
    hold_task(first.pk, running_job.epoch, code="budget", message="The budget is spent.", seconds=110)

    line = report_on(running_job)["On hold"]

    assert line.says.startswith(f"{first.name}: The budget is spent. Since ")
    assert "It ends at " in line.says
    assert "(in 1 min" in line.says
    assert line.tone == "warning"


def test_an_owner_who_runs_enough_is_named_as_the_reason(queued_job: GenerationJob) -> None:
    GenerationJob.objects.filter(status=JobStatus.RUNNING).update(owner=queued_job.owner)
    store.save({"max_concurrent_jobs_per_user": 1}, None)

    assert "Its owner runs as many jobs as one person may." in report_on(queued_job)["In line"].says


def test_a_task_under_way_tells_attempt_stage_lease_and_worker(running_job: GenerationJob) -> None:
    name = begin_first_task(running_job, lease_seconds=60)
    make_beat("worker@here:1", seconds_ago=3)

    line = report_on(running_job)[name]

    assert "Attempt 2 of 7" in line.says
    assert re.search(r"\([45]\d s ago\), stage: component generation\.", line.says)
    assert "Its lease is held by worker@here:1 until" in line.says
    assert re.search(r"That worker gave a sign of life ([3-9]|1\d) s ago\.", line.says)
    assert line.tone == "info"


@pytest.mark.parametrize("seconds_ago", [None, 300])
def test_a_worker_that_is_gone_is_said_to_be(running_job: GenerationJob, seconds_ago: int | None) -> None:
    name = begin_first_task(running_job, lease_seconds=60)
    if seconds_ago:
        make_beat("worker@here:1", seconds_ago=seconds_ago)

    line = report_on(running_job)[name]

    assert "When the lease ends, another takes the task over." in line.says
    assert line.tone == "warning"


def test_a_lease_that_ran_out_is_said_to_have(running_job: GenerationJob) -> None:
    name = begin_first_task(running_job, lease_seconds=-30)

    assert "ran out at" in report_on(running_job)[name].says
    assert "The reconciler gives the task back." in report_on(running_job)[name].says


def test_a_waiting_task_tells_its_next_attempt_and_its_last_error(running_job: GenerationJob) -> None:
    task = running_job.tasks.get(position=1)
    change(
        task,
        status=TaskStatus.WAITING,
        attempt_count=2,
        next_attempt_at=timezone.now() + timedelta(seconds=90, milliseconds=300),
        last_attempt_at=timezone.now(),
        error_code="timeout",
        error_message="The provider took too long.",
    )

    lines = report_on(running_job)

    assert "Waits for attempt 3 of 7, due at" in lines[task.name].says
    assert re.search(r"\(in 1 min (30|[12]\d) s\)", lines[task.name].says)
    assert "The provider took too long. (timeout) Trying again can help." in lines["Last error"].says


def test_an_error_is_not_dated_to_the_attempt_that_followed_it(running_job: GenerationJob) -> None:
    begin_first_task(running_job, lease_seconds=60)
    change(running_job.tasks.get(position=1), error_code="timeout", error_message="It took too long.")

    says = report_on(running_job)["Last error"].says

    assert "an earlier attempt: It took too long. (timeout) It is being tried again." in says


def test_a_time_that_has_passed_is_worth_a_look(running_job: GenerationJob) -> None:
    task = running_job.tasks.get(position=1)
    past = timezone.now() - timedelta(minutes=2)
    change(task, status=TaskStatus.WAITING, attempt_count=1, next_attempt_at=past)

    assert "No worker is there to take it." in report_on(running_job)[task.name].says

    make_beat("worker@here:1")

    assert "No worker has taken it yet" in report_on(running_job)[task.name].says
    assert report_on(running_job)[task.name].tone == "warning"


def test_a_job_without_a_task_under_way_names_the_next(running_job: GenerationJob) -> None:
    first = running_job.tasks.get(position=1)
    change(first, sent_epoch=running_job.epoch, sent_at=timezone.now())

    assert "Its message was sent at" in report_on(running_job)[first.name].says

    change(first, sent_epoch=0)
    running_job.tasks.update(sent_epoch=0)

    assert "has not been sent yet" in report_on(running_job)[first.name].says


def test_an_edited_brief_is_said(failed_job: GenerationJob) -> None:
    assert "Brief" not in report_on(failed_job)

    change(failed_job.funnel, language="de")

    assert "Resume keeps the copy, reset takes the new one." in report_on(failed_job)["Brief"].says


@pytest.mark.parametrize(
    ("status", "about"), [(JobStatus.CANCELLED, "Cancelled"), (JobStatus.COMPLETED, "Completed")]
)
def test_an_ended_job_tells_when(failed_job: GenerationJob, status: JobStatus, about: str) -> None:
    change(failed_job, status=status)

    assert "1 of 14 tasks are finished." in report_on(failed_job)[about].says


def test_processes_are_alive_silent_or_unknown(running_job: GenerationJob) -> None:
    lines = report_on(running_job)
    assert "nothing is written" in lines["Workers"].says
    assert "None has ever run here" in lines["Reconciler"].says

    make_beat("reconciler@here:9", kind="reconciler", seconds_ago=600)
    make_beat("worker@here:1", holding=3)
    lines = report_on(running_job)
    assert "Silent since" in lines["Reconciler"].says
    assert lines["Workers"].says == "Alive: worker@here:1 (holds 3)."

    make_beat("reconciler@here:10", kind="reconciler", seconds_ago=2)
    assert re.search(r"Gave a sign of life ([2-9]|1\d) s ago", report_on(running_job)["Reconciler"].says)


def test_spent_attempts_are_said_to_be_spent(failed_job: GenerationJob) -> None:
    assert "All its attempts are spent." in report_on(failed_job)["Last error"].says

    change(failed_job.tasks.get(status=TaskStatus.FAILED), error_retryable=False)

    assert "Trying again alone does not help." in report_on(failed_job)["Last error"].says


def test_only_what_is_finished_can_be_read(failed_job: GenerationJob) -> None:
    assert "They can be read and exported." in report_on(failed_job)["Failed"].says

    change(failed_job.tasks.get(status=TaskStatus.COMPLETED), status=TaskStatus.PENDING)

    assert report_on(failed_job)["Failed"].says.endswith("0 of 14 tasks are finished.")
