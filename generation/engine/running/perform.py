"""One message performed: the task is claimed, passes through the pipeline, and its result is written down."""

import time
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import structlog

from generation.app_settings import ATTEMPT_TIMEOUT_SECONDS, LEASE_SECONDS
from generation.calls import Usage
from generation.engine.database import DATABASE_AWAY, until_stored
from generation.engine.gate import limiter
from generation.engine.gate.limiter import Turn
from generation.engine.running.attempt import RunningAttempt
from generation.engine.running.claiming import claim_in_turn
from generation.engine.running.drafts import load_draft
from generation.engine.running.keeper import keeper
from generation.engine.running.leases import Lease
from generation.engine.running.outcomes import fail_attempt, release_task
from generation.engine.running.verdicts import Again, Done, Verdict
from generation.engine.writers.choice import Writer, choose_writer_of
from generation.errors import AttemptError, AttemptStopped, OwnFault
from generation.models.claims import Claim, ClaimedTask
from generation.pipeline import run_pipeline
from generation.pipeline.stages import Hooks
from settings_app import store
from settings_app.schema import Values

log = structlog.get_logger(__name__)

_DATABASE_AWAY_SECONDS = 5


def perform(task_id: UUID, epoch: int) -> Verdict:
    """Claim the task, write it and store the result; return what becomes of its message."""
    try:
        values = store.read_all()
        writer = choose_writer_of(task_id, values)
        claim = claim_in_turn(task_id, epoch, writer, values)
    except DATABASE_AWAY as error:
        log.warning("A task could not be claimed: the database is away", task=str(task_id), error=str(error))
        return Again(_DATABASE_AWAY_SECONDS)
    if not isinstance(claim, ClaimedTask):
        return claim
    deadline = time.monotonic() + values[ATTEMPT_TIMEOUT_SECONDS]
    lease = Lease(claim=claim, seconds=values[LEASE_SECONDS], deadline=deadline)
    keeper().hold(lease)
    with structlog.contextvars.bound_contextvars(job=str(claim.job_id), task=claim.task_key):
        try:
            return _write(lease, epoch, writer, values)
        finally:
            keeper().let_go(lease)


def _write(lease: Lease, epoch: int, writer: Writer, values: Values) -> Verdict:
    attempt = RunningAttempt(lease=lease, writer=writer, values=values)
    try:
        return _attempt(lease.claim, attempt, values)
    finally:
        if not attempt.has_called:
            limiter.give_back(writer, lease.claim.task_id, Turn(), values, epoch=epoch)


def _attempt(claim: ClaimedTask, attempt: RunningAttempt, values: Values) -> Verdict:
    try:
        draft = until_stored(lambda: load_draft(claim, model=attempt.writer.model, values=values))
        hooks = Hooks(before=draft.blueprint.before, after=draft.blueprint.after)
        run_pipeline(draft, attempt, record=attempt.record, hooks=hooks)
    except AttemptStopped as stopped:
        facts = attempt.facts_of(stopped)
        return until_stored(lambda: release_task(claim, facts))
    except AttemptError as error:
        return _failed(claim, error, attempt)
    except Exception as error:  # noqa: BLE001 - an attempt like any other: tried again, then shown
        return _failed(claim, OwnFault(error), attempt)
    log.info("A task was completed", number=claim.number, **_call_of(attempt.facts(Usage())))
    return Done()


def _failed(claim: Claim, error: AttemptError, attempt: RunningAttempt) -> Verdict:
    facts = attempt.facts_of(error)
    log.warning(
        "An attempt failed",
        number=claim.number,
        code=error.code,
        reason=error.message,
        **_call_of(facts),
        exc_info=error.__cause__ if isinstance(error, OwnFault) else None,
    )
    try:
        return until_stored(lambda: fail_attempt(claim, error, facts, writer=attempt.writer))
    except Exception as fault:  # what it says cannot be stored: that it failed must be, all the same
        log.exception("A failure could not be written down")
        plain = OwnFault(fault)
        return until_stored(lambda: fail_attempt(claim, plain, {}))


def _call_of(facts: Mapping[str, Any]) -> dict[str, str]:
    """Return which call it was, for the log: a provider finds its own end of it by its request's id."""
    return {
        "provider": facts["provider"],
        "model": facts["model"],
        "provider_request": facts["request_id"],
    }
