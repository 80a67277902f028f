"""How attempts end when something is odd about them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.db.models import F
from django.utils import timezone

from generation.app_settings import FALLBACK_WRITERS
from generation.engine.database import until_stored
from generation.engine.mending.recovery import recover_lost_tasks
from generation.engine.running.beats import beat
from generation.engine.running.outcomes import fail_attempt, release_task
from generation.engine.running.verdicts import Again, Stop
from generation.engine.verbs.deletion import delete_job
from generation.engine.verbs.jobs import cancel_job
from generation.engine.writers.choice import Writer
from generation.errors import AttemptTimeout, ProviderError
from generation.models import SILENT_AFTER, GenerationJob, GenerationTask, ProcessBeat, TaskAttempt
from generation.states import AttemptOutcome, Role, TaskStatus
from settings_app import store
from tests.support.funnels import make_funnel
from tests.support.jobs import FACTS, begin, finish, start_running, task_at


@pytest.fixture
def job(transactional_db) -> GenerationJob:
    return start_running(make_funnel())


def test_what_the_database_cannot_store_is_left_out_of_a_failure(job):
    error = ProviderError("provider_error", "It said \0 no.", retryable=True, detail="half \ud83d of a pair")

    assert fail_attempt(begin(job, 1), error, {}) == Again(5)

    attempt = TaskAttempt.objects.get()
    assert (attempt.error_message, attempt.detail) == ("It said  no.", "half ? of a pair")


def test_nobody_steps_in_for_who_draws(job, settings):
    settings.ENV = replace(settings.ENV, anthropic_api_key="sk-test")
    store.save({FALLBACK_WRITERS.key: "demo"}, changed_by=None)
    declined, sonnet = (
        ProviderError("refused", "No.", retryable=False),
        Writer("anthropic", "claude-sonnet-5-5"),
    )
    job.tasks.filter(position=1).update(role=Role.ILLUSTRATOR)

    first = fail_attempt(begin(job, 1), declined, {}, writer=sonnet)

    assert not isinstance(first, Again)
    assert task_at(job, 1).status == TaskStatus.FAILED


def test_a_stopped_call_whose_job_is_gone_ends_quietly(job):
    claim = begin(job, 1)
    cancel_job(job)
    delete_job(job)

    assert release_task(claim, {"provider_calls": 1}) == Stop()


def test_a_task_that_was_given_back_has_no_stage(job):
    begin(job, 1)
    job.tasks.filter(position=1).update(stage="component_generation", stages_done=2)

    cancel_job(job)

    assert (task_at(job, 1).stage, task_at(job, 1).stages_done) == ("", 0)


def test_a_failure_of_an_attempt_that_was_cancelled_is_booked_and_ends_quietly(job):
    claim = begin(job, 1)
    cancel_job(job)
    error = ProviderError("provider_busy", "Busy.", retryable=True)

    assert fail_attempt(claim, error, FACTS) == Stop()

    attempt = TaskAttempt.objects.get()
    assert (attempt.outcome, attempt.provider_calls, attempt.output_tokens) == ("cancelled", 1, 10)


def test_a_result_whose_commit_was_never_confirmed_is_booked_once(job):
    claim = begin(job, 1)
    finish(claim, job)

    assert release_task(claim, FACTS) == Stop()

    attempt = TaskAttempt.objects.get()
    assert (attempt.provider_calls, attempt.output_tokens) == (1, 10)


STAGES = [{"name": "component_generation", "outcome": "failed", "seconds": 0.1 + 0.2}]
CALLED = FACTS | {"stages": STAGES}
BUSY = ProviderError("provider_busy", "Busy.", retryable=True)


@contextmanager
def first_answer_lost(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the next transaction be committed, but break its connection before that is known."""
    commit, left = connection._commit, ["the first"]

    def commit_and_break() -> None:
        commit()
        if left:
            left.pop()
            raise OperationalError("server closed the connection unexpectedly")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "_commit", commit_and_break)
        yield
    assert not left


@pytest.mark.parametrize(
    "end",
    [lambda claim: fail_attempt(claim, BUSY, CALLED), lambda claim: release_task(claim, CALLED)],
    ids=["failed", "released"],
)
def test_an_attempt_whose_commit_was_not_answered_is_booked_once(job, monkeypatch, end):
    claim = begin(job, 1)

    with first_answer_lost(monkeypatch):
        until_stored(lambda: end(claim))

    assert booked() == (1, 10, 1500)


def test_a_cancelled_attempt_is_booked_once_and_says_how_it_went(job):
    claim = begin(job, 1)
    cancel_job(job)

    for _ in range(2):  # as where the first answer is lost
        release_task(claim, CALLED)

    assert booked() == (1, 10, 1500)
    assert TaskAttempt.objects.get().stages == STAGES


def test_what_a_call_used_is_booked_though_its_attempt_was_ended_as_hung(job):
    claim = begin(job, 1)
    fail_attempt(claim, AttemptTimeout("It did not end by its deadline."), {})

    release_task(claim, CALLED)

    assert booked() == (1, 10, 1500)


def booked() -> tuple[int, int, int]:
    attempt = TaskAttempt.objects.get()
    return attempt.provider_calls, attempt.output_tokens, attempt.cost_micro_usd


def expire_lease(claim, *, deadline: timedelta) -> None:
    """Let the lease have run out a second ago, `deadline` after the attempt had to end."""
    ended = timezone.now() - timedelta(seconds=1)
    GenerationTask.objects.filter(pk=claim.task_id).update(
        lease_expires_at=ended, deadline_at=ended - deadline
    )


def test_a_lease_that_was_kept_past_the_deadline_is_an_attempt_that_timed_out(job):
    claim = begin(job, 1)
    beat(claim.worker, kind="worker", started_at=timezone.now())
    expire_lease(claim, deadline=timedelta(seconds=15))

    assert recover_lost_tasks() == 1

    task = task_at(job, 1)
    assert (task.status, task.error_code, task.loss_count) == (TaskStatus.WAITING, "timeout", 0)
    assert TaskAttempt.objects.get().outcome == AttemptOutcome.FAILED


def test_a_lease_that_ends_long_after_the_deadline_does_not_make_a_dead_worker_hang(job):
    """As it does where leases are longer than attempts may take."""
    claim = begin(job, 1)
    beat(claim.worker, kind="worker", started_at=timezone.now())
    ProcessBeat.objects.update(at=timezone.now() - SILENT_AFTER - timedelta(seconds=1))
    expire_lease(claim, deadline=timedelta(seconds=300))

    recover_lost_tasks()

    assert (task_at(job, 1).status, task_at(job, 1).loss_count) == (TaskStatus.PENDING, 1)


def test_a_lease_that_ran_out_before_the_deadline_is_a_lost_worker(job):
    claim = begin(job, 1)
    expire_lease(claim, deadline=timedelta(seconds=-200))

    assert recover_lost_tasks() == 1

    task = task_at(job, 1)
    assert (task.status, task.attempt_count, task.loss_count) == (TaskStatus.PENDING, 0, 1)
    assert TaskAttempt.objects.get().outcome == AttemptOutcome.LOST


def test_due_times_come_from_the_clock_of_the_database(job):
    fail_attempt(begin(job, 1), ProviderError("provider_busy", "Busy.", retryable=True), {})

    waits = GenerationTask.objects.filter(position=1).annotate(wait=F("next_attempt_at") - F("updated_at"))
    assert waits.get().wait == timedelta(seconds=5)
