"""How an attempt ends: its result stored, its failure written down, or its task given back.

Each is one transaction under the job's lock, done only while the lease is still ours.
"""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from generation.app_settings import SALVAGE_SECTIONS
from generation.engine.content.derived import derive_again
from generation.engine.content.sections import store_sections
from generation.engine.gate.incidents import note_incident, opens_incident
from generation.engine.running.booking import book_late, end_attempt
from generation.engine.running.retry import GiveUp, Retry, decide
from generation.engine.running.settling import settle
from generation.engine.running.unclaimed import countdown
from generation.engine.running.verdicts import Done, GivenBack, Stop, Verdict
from generation.engine.writers.choice import Writer
from generation.errors import AttemptError, AttemptStopped, ContentError
from generation.models import GenerationJob, GenerationTask, ProviderIncident
from generation.models.claims import Claim, ClaimedTask
from generation.models.completions import complete_claim
from generation.models.moves import LockedJob, locked_job
from generation.pipeline.draft import Draft
from generation.states import AttemptOutcome, JobStatus, Role, TaskStatus
from settings_app import store
from settings_app.schema import Values


def complete_task(claim: ClaimedTask, draft: Draft, facts: dict[str, Any]) -> None:
    """Store the finished sections with the task's status, its event and the job's own settling.

    `facts` holds what is known of the attempt, as fields of its row. Raises AttemptStopped where the lease is
    no longer ours.
    """
    with transaction.atomic():
        words = sum(section.words for section in draft.sections)
        must_settle = complete_claim(claim, words=words, facts=facts)
        store_sections(claim, draft.sections)
        if any(section.spec.is_derived for section in draft.sections):
            derive_again(claim, draft.task)  # a person's text may be shown in the place of a new one
        if must_settle:
            with locked_job(claim.job_id) as locked:
                settle(locked)


def fail_attempt(
    claim: Claim, error: AttemptError, facts: dict[str, Any], *, writer: Writer | None = None
) -> Verdict:
    """Write the failure down and decide what follows, by the settings of this moment.

    Another writer may step in for `writer`, who failed.
    """
    try:
        with _our_task(claim) as (locked, task):
            values = store.read_all()
            decision = decide(error, task.attempt_count, values, writer=writer, role=Role(task.role))
            # Another writer may step in all the same; but whoever waits for this one must know.
            incident = _incident_of(claim, error, facts, locked.now)
            waits = {"retry_seconds": decision.seconds} if isinstance(decision, Retry) else {}
            end_attempt(claim, AttemptOutcome.FAILED, **(_failure_fields(error) | facts | waits))
            if isinstance(decision, Retry):
                _wait(locked, task, error, decision, values, stage=_last_stage(facts))
            else:
                _give_up(locked, task, error, decision, incident, stage=_last_stage(facts))
            settle(locked)
            return _verdict(locked, task, decision)
    except AttemptStopped:
        book_late(claim, facts)
        return Stop()


def release_task(claim: Claim, facts: dict[str, Any]) -> Verdict:
    """Give the task of a stopped attempt back, uncounted, if it is still ours to give."""
    try:
        with _our_task(claim) as (locked, task):
            locked.move_task(task, TaskStatus.PENDING, attempt_count=task.attempt_count - 1)
            end_attempt(claim, AttemptOutcome.RELEASED, **facts)
            locked.record("task_released", task)
            settle(locked)
            return GivenBack() if locked.job.status == JobStatus.RUNNING else Stop()
    except AttemptStopped:
        book_late(claim, facts)
        return Stop()


@contextmanager
def _our_task(claim: Claim) -> Iterator[tuple[LockedJob, GenerationTask]]:
    """Lock the claim's job; raises AttemptStopped where the task is no longer ours, or gone."""
    try:
        with locked_job(claim.job_id) as locked:
            task = locked.task(claim.task_id)
            if task.lease_token != claim.token:
                raise AttemptStopped
            yield locked, task
    except (GenerationJob.DoesNotExist, GenerationTask.DoesNotExist) as error:
        raise AttemptStopped from error


def _incident_of(
    claim: Claim, error: AttemptError, facts: dict[str, Any], now: datetime
) -> ProviderIncident | None:
    if not opens_incident(error):
        return None
    return note_incident(error, facts, attempt_id=claim.attempt_id, now=now)


def _wait(
    locked: LockedJob,
    task: GenerationTask,
    error: AttemptError,
    decision: Retry,
    values: Values,
    *,
    stage: str,
) -> None:
    seconds, step_in = decision.seconds, decision.step_in
    due = locked.now + timedelta(seconds=seconds)
    fields = _error_of_task(error) | {"stage": stage}
    if step_in:
        fields |= {"writer_rank": step_in.rank, "error_retryable": True}
    if isinstance(error, ContentError):
        kept = error.kept if values[SALVAGE_SECTIONS] else ()
        fields["kept"] = [dataclasses.asdict(section) for section in kept]
        fields["complaints"] = [dataclasses.asdict(violation) for violation in error.violations]
    locked.move_task(task, TaskStatus.WAITING, next_attempt_at=due, **fields)
    said = {"code": error.code, "attempt": task.attempt_count, "seconds": seconds}
    locked.record("task_waiting", task, **said, **({"writer": str(step_in.writer)} if step_in else {}))


def _give_up(
    locked: LockedJob,
    task: GenerationTask,
    error: AttemptError,
    decision: GiveUp,
    incident: ProviderIncident | None,
    *,
    stage: str,
) -> None:
    if incident:
        locked.write(incident=incident)
    locked.move_task(task, TaskStatus.FAILED, stage=stage, **_error_of_task(error))
    locked.record("task_failed", task, code=error.code, reason=decision.reason)


def _verdict(locked: LockedJob, task: GenerationTask, decision: Retry | GiveUp) -> Verdict:
    if locked.job.status != JobStatus.RUNNING or task.status == TaskStatus.PENDING:
        return Stop()
    if isinstance(decision, Retry):
        return countdown(decision.seconds)
    return Done() if locked.job.continue_on_failure else Stop()


def _last_stage(facts: dict[str, Any]) -> str:
    stages = facts.get("stages")
    return stages[-1]["name"] if stages else ""


def _error_of_task(error: AttemptError) -> dict[str, Any]:
    return {
        "error_code": error.code,
        "error_message": error.message,
        "error_retryable": error.retryable,
    }


def _failure_fields(error: AttemptError) -> dict[str, Any]:
    violations = error.violations if isinstance(error, ContentError) else ()
    return _error_of_task(error) | {
        "detail": error.detail,
        "violations": [dataclasses.asdict(violation) for violation in violations],
    }
