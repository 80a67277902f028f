"""How holds end: with their cause, or because none may last longer than `max_hold_minutes`."""

from collections.abc import Iterable
from uuid import UUID

from generation.engine.allowances.spending import jobs_that_are_spent, month_is_spent
from generation.engine.apart import apart
from generation.engine.gate.barriers import (
    INCIDENT,
    JOB_BUDGET,
    MONTH_BUDGET,
    UNTIL_MENDED,
    incident_that_holds,
)
from generation.engine.gate.holds import overdue_holds
from generation.engine.running.dispatch import send_chain_of
from generation.engine.running.settling import fail_job, give_back_all
from generation.engine.writers.choice import choose_as_a_worker
from generation.models import GenerationTask, ProviderIncident
from generation.models.moves import NO_HOLD, LockedJob, locked_job
from generation.states import JobStatus
from settings_app import store
from settings_app.schema import Values

_Held = tuple[UUID, UUID]
"""The ids of a job and its task."""

_ONCE_ENDED = {
    JOB_BUDGET: "This run has cost what it may. Resume it once staff allow more.",
    MONTH_BUDGET: "All that may be spent this month is spent. Resume the run when there is money again.",
}
"""What is said of a hold that ended without what it waited for: nothing goes on by itself any more."""


def let_go_where_mended() -> int:
    """Let go the tasks that are held by what keeps them no longer; return how many."""
    rows = GenerationTask.objects.filter(hold__in=UNTIL_MENDED).values_list("hold", "job_id", "pk")
    held: dict[str, list[_Held]] = {}
    for hold, job_id, task_id in rows:
        held.setdefault(hold, []).append((job_id, task_id))
    values = store.read_all()
    return sum(let_go(_mended(hold, tasks, values)) for hold, tasks in held.items())


def let_go(held: Iterable[_Held]) -> int:
    """Take the hold from these tasks and send their chains; return how many there were."""
    gone = 0
    for job_id, task_id in held:
        with apart(job=str(job_id)), locked_job(job_id) as locked:
            task = locked.task(task_id)
            if task.hold and locked.job.status == JobStatus.RUNNING:
                _let_go(locked, task)
                gone += 1
    return gone


def _let_go(locked: LockedJob, task: GenerationTask) -> None:
    locked.write_task(task, **NO_HOLD)
    locked.record("task_let_go", task)
    send_chain_of(locked, task)


def end_long_holds() -> int:
    """Fail the jobs of which a task was held for longer than one may be; what is finished stays.

    One that an incident held belongs to that incident: it is resumed by itself when that is over. Returns how
    many there were.
    """
    ended, values = 0, store.read_all()
    for job_id, task_id in overdue_holds(UNTIL_MENDED, values):
        with apart(job=str(job_id)), locked_job(job_id) as locked:
            task = locked.task(task_id)
            if locked.job.status == JobStatus.RUNNING and task.hold in UNTIL_MENDED:
                ended += _end(locked, task)
    return ended


def _end(locked: LockedJob, task: GenerationTask) -> bool:
    """Return whether the job has failed; where its incident is over by now, the task is let go instead."""
    if task.hold == INCIDENT:
        incident = incident_that_holds(task)
        if incident is None:
            _let_go(locked, task)
            return False
        locked.write(incident=incident)
    code, says = task.hold, _ONCE_ENDED.get(task.hold, task.hold_message)
    give_back_all([locked])
    fail_job(locked, code, f"{task.name} waited too long. {says}")
    return True


def _mended(hold: str, held: list[_Held], values: Values) -> list[_Held]:
    """Return those of the tasks that this hold keeps no longer; each cause is looked at once for all."""
    if hold == INCIDENT:
        return _whose_writer_is_let_in(held, values)
    if hold == MONTH_BUDGET:
        return [] if month_is_spent(values) else held
    spent = jobs_that_are_spent({job_id for job_id, _ in held}, values)
    return [(job_id, task_id) for job_id, task_id in held if job_id not in spent]


def _whose_writer_is_let_in(held: list[_Held], values: Values) -> list[_Held]:
    """Return those whose incident is over, and those for whom somebody else writes by now."""
    shut = set(ProviderIncident.objects.filter(closed_at=None).values_list("provider", flat=True))
    tasks = GenerationTask.objects.filter(pk__in=[task_id for _, task_id in held], held_by__in=shut)
    kept = set(tasks.values_list("pk", flat=True)) if shut else set()
    writers = choose_as_a_worker(kept, values)
    return [
        (job_id, task_id)
        for job_id, task_id in held
        if task_id not in kept or writers[task_id].provider not in shut
    ]
