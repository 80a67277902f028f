"""The claim of a task in its turn at the gate of its writer; without it, what becomes of the message."""

import json
from uuid import UUID, uuid4

from generation.app_settings import (
    ATTEMPT_TIMEOUT_SECONDS,
    DEFAULT_BRAND_VOICE,
    ILLUSTRATOR_MODEL,
    ILLUSTRATOR_PROVIDER,
    LEASE_SECONDS,
    MAX_OUTPUT_TOKENS,
    MAX_RETRY_ATTEMPTS,
    SALVAGE_SECTIONS,
    STRATEGIST_MODEL,
    STRATEGIST_PROVIDER,
    WRITER_MODEL,
    WRITER_PROVIDER,
)
from generation.engine.allowances.spending import job_budget, month_budget
from generation.engine.gate import limiter
from generation.engine.gate.barriers import wait_at_gate
from generation.engine.gate.holds import Held, seconds_left
from generation.engine.gate.limiter import Turn, Wait
from generation.engine.running.beats import process_name
from generation.engine.running.unclaimed import why_not
from generation.engine.running.verdicts import Again, Verdict
from generation.engine.writers.choice import Writer
from generation.models.claims import ClaimedTask, claim_task
from settings_app.schema import Values

_GOES_BY = (
    MAX_RETRY_ATTEMPTS,
    ATTEMPT_TIMEOUT_SECONDS,
    LEASE_SECONDS,
    SALVAGE_SECTIONS,
    WRITER_PROVIDER,
    WRITER_MODEL,
    STRATEGIST_PROVIDER,
    STRATEGIST_MODEL,
    ILLUSTRATOR_PROVIDER,
    ILLUSTRATOR_MODEL,
    MAX_OUTPUT_TOKENS,
    DEFAULT_BRAND_VOICE,
)
"""The settings an attempt goes by; each attempt keeps them with it."""


def claim_in_turn(task_id: UUID, epoch: int, writer: Writer, values: Values) -> ClaimedTask | Verdict:
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
        worker=process_name("worker"),
        settings=json.dumps({setting.key: values[setting] for setting in _GOES_BY}),
        provider=writer.provider,
        job_budget=job_budget(values),
        month_budget=month_budget(values),
    )
