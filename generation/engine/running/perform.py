"""One message performed: the task is claimed, passes through the pipeline, and its result is written down."""

import json
import time
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import structlog

from generation.app_settings import (
    ATTEMPT_TIMEOUT_SECONDS,
    BUDGET_USD_PER_JOB,
    BUDGET_USD_PER_MONTH,
    DEFAULT_BRAND_VOICE,
    LEASE_SECONDS,
    MAX_OUTPUT_TOKENS,
    MAX_RETRY_ATTEMPTS,
    SALVAGE_SECTIONS,
    WRITER_MODEL,
    WRITER_PROVIDER,
)
from generation.engine.allowances.spending import MICRO
from generation.engine.database import DATABASE_AWAY, until_stored
from generation.engine.gate import limiter
from generation.engine.gate.barriers import wait_at_gate
from generation.engine.gate.holds import Held, seconds_left
from generation.engine.gate.limiter import Turn, Wait
from generation.engine.running.attempt import RunningAttempt
from generation.engine.running.drafts import load_draft
from generation.engine.running.keeper import keeper
from generation.engine.running.leases import Lease
from generation.engine.running.outcomes import fail_attempt, release_task
from generation.engine.running.unclaimed import why_not
from generation.engine.running.verdicts import Again, Done, Verdict
from generation.engine.writers.choice import Writer, choose_writer_of
from generation.errors import AttemptError, AttemptStopped, OwnFault, Usage
from generation.models.claims import Claim, ClaimedTask, claim_task
from generation.pipeline import run_pipeline
from generation.pipeline.stages import Hooks
from settings_app import store
from settings_app.schema import Values

log = structlog.get_logger(__name__)

_DATABASE_AWAY_SECONDS = 5

_GOES_BY = (
    MAX_RETRY_ATTEMPTS,
    ATTEMPT_TIMEOUT_SECONDS,
    LEASE_SECONDS,
    SALVAGE_SECTIONS,
    WRITER_PROVIDER,
    WRITER_MODEL,
    MAX_OUTPUT_TOKENS,
    DEFAULT_BRAND_VOICE,
)
"""The settings an attempt goes by; each attempt keeps them with it."""


def perform(task_id: UUID, epoch: int) -> Verdict:
    """Claim the task, write it and store the result; return what becomes of its message."""
    try:
        values = store.read_all()
        writer = choose_writer_of(task_id, values)
        claim = _claim_in_turn(task_id, epoch, writer, values)
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


def _claim_in_turn(task_id: UUID, epoch: int, writer: Writer, values: Values) -> ClaimedTask | Verdict:
    """Claim the task once it has its turn at the gate; until then return when it is to come again."""
    turn = limiter.ask(writer, task_id, values, epoch=epoch)
    if isinstance(turn, Wait):
        match wait_at_gate(task_id, epoch, turn, writer):
            case Held.NOT_IN_TURN:
                limiter.give_back(writer, task_id, turn, values, epoch=epoch)
                return why_not(task_id, epoch, writer, values)
            case Held.NOTED:
                left = seconds_left(task_id, values)
                return Again(turn.seconds if left is None else min(turn.seconds, left))
            case Held.LONG_ENOUGH:
                turn = limiter.ask(writer, task_id, values, epoch=epoch, waited_long_enough=True)
    if isinstance(turn, Wait):
        return Again(turn.seconds)
    return _claim_or_give_back(task_id, epoch, writer, values)


def _claim_or_give_back(task_id: UUID, epoch: int, writer: Writer, values: Values) -> ClaimedTask | Verdict:
    claim = None
    try:
        claim = _claim(task_id, epoch, writer, values)
    finally:  # the database may be away, too
        if claim is None:
            limiter.give_back(writer, task_id, Turn(), values, epoch=epoch)
    return claim or why_not(task_id, epoch, writer, values)


def _claim(task_id: UUID, epoch: int, writer: Writer, values: Values) -> ClaimedTask | None:
    return claim_task(
        task_id,
        epoch=epoch,
        token=uuid4(),
        lease_seconds=values[LEASE_SECONDS],
        timeout_seconds=values[ATTEMPT_TIMEOUT_SECONDS],
        worker=keeper().process_name,
        settings=json.dumps({setting.key: values[setting] for setting in _GOES_BY}),
        provider=writer.provider,
        job_budget=values[BUDGET_USD_PER_JOB] * MICRO,
        month_budget=values[BUDGET_USD_PER_MONTH] * MICRO,
    )


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
