"""What the provider may do to a task, and what becomes of the task."""

import time

import pytest
from django.contrib.auth.models import User

from generation.app_settings import ATTEMPT_TIMEOUT_SECONDS, RETRY_DELAYS
from generation.engine.verbs.jobs import StartOptions, resume_job, start_job
from generation.engine.verbs.rework import retry_task
from generation.models import GenerationJob, GenerationTask, Section, TaskAttempt
from generation.states import JobStatus, TaskStatus
from settings_app import store
from tests.support import anthropic_replies as replies
from tests.support.funnels import make_funnel, make_user, standing, wait_for_end
from tests.support.processes import wait_until

PERMANENT = {
    "bad_request": replies.status(400),
    "unauthorised": replies.status(401),
    "forbidden": replies.status(403),
    "not_found": replies.status(404),
    "too_large": replies.status(413),
    "spend_limit": replies.SPEND_LIMIT,
    "refused": replies.REFUSAL,
}
TRANSIENT = [
    ("provider_busy", replies.busy("0")),
    ("provider_busy", replies.OVERLOADED),
    ("provider_error", replies.status(500)),
    ("provider_error", replies.HTML_502),
    ("network", replies.RESET_BEFORE),
    ("stream_error", replies.RESET_IN_STREAM),
    ("timeout", replies.STALL),
    ("timeout", replies.STALL_IN_STREAM),
    ("timeout", replies.PINGS_ONLY),
    ("truncated", replies.EARLY_END),
    ("truncated", replies.MAX_TOKENS),
    ("provider_busy", replies.error_event()),
    ("bad_response", replies.BAD_JSON),
    ("no_sections", replies.answering("I would be glad to help with that.")),
    ("no_sections", replies.WITHOUT_SEPARATORS),
    ("missing_section", replies.MISSING_SECTION),
    ("empty_section", replies.EMPTY_SECTION),
    ("placeholder", replies.PLACEHOLDER_LEFT),
    ("duplicate_section", replies.DUPLICATED_SECTION),
    ("unknown_section", replies.EXTRA_SECTION),
    ("quality", replies.TOO_SHORT),
]


def first_task(job) -> GenerationTask:
    return job.tasks.get(position=1)


@pytest.mark.parametrize("code", PERMANENT)
def test_what_no_retry_can_help_fails_at_once(code, running_worker, provider):
    provider.script(PERMANENT[code])
    job = wait_for_end(start_job(make_funnel()))

    assert job.status == JobStatus.FAILED, standing(job)
    assert len(provider.requests) == 1
    assert first_task(job).error_code == job.error_code == code
    assert first_task(job).error_message.endswith(".")
    assert job.error_message.startswith("Lead magnet, part 1: ")


def test_everything_transient_is_tried_again_and_never_completed(running_worker, provider, no_delays):
    """All in one job, one fault after the other: each is an attempt with a code of its own."""
    owner, seen = make_user(), []
    for first in range(0, len(TRANSIENT), 6):
        faults = TRANSIENT[first : first + 6]
        provider.script(*(reply for _, reply in faults))

        job = start_job_with(timeouts=[code for code, _ in faults].count("timeout"), owner=owner)
        wait_for_end(job)

        assert job.status == JobStatus.COMPLETED, standing(job)
        failed = TaskAttempt.objects.filter(task__job=job, outcome="failed").order_by("started_at")
        assert {attempt.error_retryable for attempt in failed} == {True}
        seen += [attempt.error_code for attempt in failed]

    assert seen == [code for code, _ in TRANSIENT]


def start_job_with(*, timeouts: int, owner: User) -> GenerationJob:
    """Start a job whose first attempts, so many, are to time out; all others have time enough."""
    if not timeouts:
        return start_job(make_funnel(owner=owner))
    last_delay = RETRY_DELAYS[timeouts - 1].key
    store.save({ATTEMPT_TIMEOUT_SECONDS.key: 5, last_delay: 3000}, changed_by=None)
    job = start_job(make_funnel(owner=owner))
    in_waiting = {"attempt_count": timeouts, "status": TaskStatus.WAITING}
    assert wait_until(lambda: job.tasks.filter(position=1, **in_waiting).exists(), seconds=60), standing(job)
    store.save({ATTEMPT_TIMEOUT_SECONDS.key: 300, last_delay: 0}, changed_by=None)
    retry_task(first_task(job))
    return job


def test_a_delay_changed_between_two_attempts_is_the_delay_used(running_worker, provider):
    store.save({RETRY_DELAYS[0].key: 0, RETRY_DELAYS[1].key: 3000}, changed_by=None)
    provider.script(replies.OVERLOADED, replies.OVERLOADED)
    provider.hold_after(1)
    job = start_job(make_funnel())
    provider.wait_for(2)

    store.save({RETRY_DELAYS[1].key: 1}, changed_by=None)
    answered = time.monotonic()
    provider.go_on()
    wait_for_end(job)

    waits = (
        TaskAttempt.objects.filter(task=first_task(job))
        .order_by("number")
        .values_list("retry_seconds", flat=True)
    )
    assert list(waits) == [0, 1, None]
    assert provider.requests[2].at - answered >= 1


def test_retry_after_is_honoured_when_it_is_longer(running_worker, provider, no_delays):
    provider.script(replies.busy("2"))
    wait_for_end(start_job(make_funnel()))

    assert provider.requests[1].at - provider.requests[0].at >= 2


def test_seven_failures_end_the_job_and_keep_what_is_finished(running_worker, provider, no_delays):
    provider.when(lambda request: "lead_magnet_email_1" in request.keys, *[replies.OVERLOADED] * 7)
    job = wait_for_end(start_job(make_funnel()))

    assert job.status == JobStatus.FAILED
    emails = job.tasks.get(key="all_emails")
    assert (emails.status, emails.attempt_count) == (TaskStatus.FAILED, 7)
    assert job.tasks.get(key="bundle_listing").status == TaskStatus.PENDING
    assert Section.objects.filter(funnel=job.funnel, task_key="marketplace_batch_2").exists()
    assert len(provider.requests) == 12 + 7


def test_resume_runs_only_what_is_left(running_worker, provider, no_delays):
    provider.when(lambda request: "lead_magnet_email_1" in request.keys, *[replies.OVERLOADED] * 7)
    job = wait_for_end(start_job(make_funnel()))
    calls = len(provider.requests)

    job = wait_for_end(resume_job(job))

    assert job.status == JobStatus.COMPLETED, standing(job)
    assert len(provider.requests) - calls == 2
    assert job.events.get(kind="job_resumed").data["kept"][0] == "lead_magnet_part_1"


def test_try_again_on_the_failed_task_finishes_the_job(running_worker, provider, no_delays):
    provider.when(lambda request: "lead_magnet_email_1" in request.keys, *[replies.OVERLOADED] * 7)
    job = wait_for_end(start_job(make_funnel()))

    job = wait_for_end(retry_task(job.tasks.get(key="all_emails")))

    assert job.status == JobStatus.COMPLETED, standing(job)
    rounds = TaskAttempt.objects.filter(task__key="all_emails").values_list("round", flat=True)
    assert sorted(set(rounds)) == [1, 2]


def test_try_now_wakes_a_waiting_task(running_worker, provider):
    store.save({RETRY_DELAYS[0].key: 600}, changed_by=None)
    provider.script(replies.OVERLOADED)
    job = start_job(make_funnel())
    assert wait_until(lambda: first_task(job).status == TaskStatus.WAITING)

    retry_task(first_task(job))

    assert wait_for_end(job, seconds=30).status == JobStatus.COMPLETED


def test_good_sections_of_a_failed_attempt_are_not_asked_for_again(running_worker, provider, no_delays):
    provider.script(replies.EMPTY_SECTION)
    wait_for_end(start_job(make_funnel()))

    first, second = provider.requests[:2]
    assert len(first.keys) == 4
    assert len(second.keys) == 1


def test_independent_tasks_go_on_after_a_failure_where_that_is_asked_for(running_worker, provider, no_delays):
    provider.when(
        lambda request: "cover" in request.keys and "50 Reply Templates" in request.prompt[-2500:],
        replies.status(400),
    )
    job = wait_for_end(start_job(make_funnel(), options=StartOptions(continue_on_failure=True)))

    assert job.status == JobStatus.FAILED
    failed = set(job.tasks.filter(status="failed").values_list("key", flat=True))
    left = set(job.tasks.filter(status="pending").values_list("key", flat=True))
    assert failed == {"bump_full"}
    assert left == {"all_tldrs", "marketplace_batch_1", "bundle_listing"}
