"""Holds: what a job waits for that is no fault of its own. A hold is no status and costs no attempt.

A queued job's follows from the line and the settings and is written nowhere. A running job's stands on the
task whose turn it is: whoever keeps that task from being claimed says so here, the claim takes it away, and
none lasts longer than `max_hold_minutes`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

import structlog
from django.db.models import F
from django.db.models.functions import Now

from generation.app_settings import GENERATION_ENABLED, MAX_CONCURRENT_JOBS, MAX_HOLD_MINUTES
from generation.engine.gate.ordinals import ordinal
from generation.models import GenerationJob, GenerationTask
from generation.models.moves import locked_job
from generation.states import JobStatus, TaskStatus
from settings_app import store
from settings_app.schema import Values

log = structlog.get_logger(__name__)

SCHEDULED = "scheduled"
PAUSED = "paused"
SWITCHED_OFF = "switched_off"
OWN_LIMIT = "own_limit"
SLOT = "slot"
"""What a queued job waits for: its time, staff, its owner to be let in or to have fewer runs, its turn."""

_CLAIMABLE = (TaskStatus.PENDING, TaskStatus.WAITING)
_LONGEST_NAME = 200
_SAME_MOMENT = timedelta(seconds=1)
_WORTH_SAYING = timedelta(seconds=5)


@dataclass(frozen=True, kw_only=True)
class Hold:
    """What a job waits for: a stable `code`, a sentence for people, and where it is known until when.

    `turn` is its turn among all that wait at the gate of its model; None where it waits for something else.
    """

    code: str
    message: str
    since: datetime
    until: datetime | None = None
    turn: int | None = None


class Held(StrEnum):
    """What came of holding a task."""

    NOTED = "noted"
    NOT_IN_TURN = "not_in_turn"  # it is not to be claimed in this epoch: nothing is written
    LONG_ENOUGH = "long_enough"  # noted, and it is to wait no longer than it must: it is next, or ends


def hold_task(
    task_id: UUID, epoch: int, *, code: str, message: str, seconds: float | None = None, held_by: str = ""
) -> Held:
    """Note what keeps a task from being claimed, for so many seconds or until it is let go.

    `held_by` names the provider or the writer that it waits for. Nothing is written where the hold is known
    already.
    """
    held_by = held_by[:_LONGEST_NAME]
    longest = timedelta(minutes=store.get(MAX_HOLD_MINUTES))
    job_id = GenerationTask.objects.values_list("job_id", flat=True).filter(pk=task_id).first()
    if job_id is None:
        return Held.NOT_IN_TURN
    try:
        with locked_job(job_id) as locked:
            task = locked.task(task_id)
            if not _is_in_turn(locked.job, task, epoch):
                return Held.NOT_IN_TURN
            since = task.held_since if task.hold == code else None
            held = Held.LONG_ENOUGH if since and locked.now - since >= longest else Held.NOTED
            until = locked.now + timedelta(seconds=seconds) if seconds is not None else None
            if (task.hold, task.held_by) == (code, held_by) and _is_same(task.hold_until, until):
                return held
            if task.hold != code or _is_put_off(task.hold_until, until):
                locked.record("task_held", task, code=code, message=message)
            since = since or locked.now
            known = {"hold": code, "held_by": held_by, "hold_message": message}
            locked.write_task(task, **known, hold_until=until, held_since=since)
            return held
    except GenerationJob.DoesNotExist:  # deleted meanwhile
        return Held.NOT_IN_TURN


def _is_in_turn(job: GenerationJob, task: GenerationTask, epoch: int) -> bool:
    return (job.status, job.epoch) == (JobStatus.RUNNING, epoch) and task.status in _CLAIMABLE


def overdue_holds(codes: Collection[str], values: Values) -> list[tuple[UUID, UUID]]:
    """Return job and task of every hold of these codes that has lasted for as long as one may."""
    longest = timedelta(minutes=values[MAX_HOLD_MINUTES])
    held = GenerationTask.objects.filter(hold__in=codes, held_since__lte=Now() - longest)
    return list(held.values_list("job_id", "pk"))


def seconds_left(task_id: UUID, values: Values) -> float | None:
    """Return for how long the task's hold may last yet; None where it is not held."""
    held = GenerationTask.objects.filter(pk=task_id).exclude(hold="").annotate(for_=Now() - F("held_since"))
    lasted: timedelta | None = held.values_list("for_", flat=True).first()
    if lasted is None:
        return None
    return max(0.0, values[MAX_HOLD_MINUTES] * 60 - lasted.total_seconds())


def hold_of(
    job: GenerationJob,
    tasks: Sequence[GenerationTask],
    *,
    place: int | None,
    barred: Collection[int],
    turns: Mapping[UUID, int],
    values: Values,
    of_all: Hold | None = None,
) -> Hold | None:
    """Return what the job waits for; None where it works or has ended.

    `place` is its place in line, `barred` the owners for whom nothing may begin, `turns` those of tasks that
    wait at a provider's gate, `of_all` what everybody in line waits for.
    """
    if job.status == JobStatus.RUNNING:
        return _hold_of_tasks(tasks, turns)
    if job.status == JobStatus.QUEUED:
        return _hold_in_line(job, place, values, of_all, is_barred=job.owner_id in barred)
    return None


def _hold_of_tasks(tasks: Sequence[GenerationTask], turns: Mapping[UUID, int]) -> Hold | None:
    if any(task.status == TaskStatus.IN_PROGRESS for task in tasks):
        return None
    for task in tasks:
        if task.hold and task.held_since:
            return _hold_of(task, task.held_since, turns.get(task.pk))
    return None


def _hold_of(task: GenerationTask, since: datetime, turn: int | None) -> Hold:
    says = f"{task.hold_message} You are {ordinal(turn)}; nothing is lost." if turn else task.hold_message
    return Hold(code=task.hold, message=says, since=since, until=task.hold_until, turn=turn)


def _hold_in_line(
    job: GenerationJob, place: int | None, values: Values, of_all: Hold | None, *, is_barred: bool
) -> Hold:
    since = job.in_line_since
    if job.is_put_off:
        return Hold(
            code=SCHEDULED,
            message="It is scheduled for later.",
            since=job.queued_at,
            until=job.scheduled_at,
        )
    if not values[GENERATION_ENABLED] or values[MAX_CONCURRENT_JOBS] == 0:
        says = "Generation is paused by an administrator. Your place in line is kept."
        return Hold(code=PAUSED, message=says, since=since)
    if is_barred:
        says = "Generation is not switched on for its owner. Its place in line is kept."
        return Hold(code=SWITCHED_OFF, message=says, since=since)
    if of_all:
        return replace(of_all, since=max(since, of_all.since))
    if place is None:
        says = "It waits for your other runs: only so many of one person are written at the same time."
        return Hold(code=OWN_LIMIT, message=says, since=since)
    return Hold(code=SLOT, message=f"It is number {place} in line and waits for a free slot.", since=since)


def _is_put_off(known: datetime | None, until: datetime | None) -> bool:
    """Whether it takes so much longer than was said that whoever looks should look again."""
    return bool(known and until and until - known > _WORTH_SAYING)


def _is_same(known: datetime | None, until: datetime | None) -> bool:
    if known is None or until is None:
        return known is until
    return abs(known - until) < _SAME_MOMENT
