"""What keeps a task whose turn it is from being claimed, each said as a hold.

The claim looks at incidents and budgets itself, under its lock; here is found which of them it was.
"""

from dataclasses import dataclass
from uuid import UUID

from generation.app_settings import BUDGET_USD_PER_JOB
from generation.engine.allowances.spending import in_dollars, jobs_that_are_spent, month_is_spent
from generation.engine.gate.holds import Held, hold_task
from generation.engine.gate.incidents import what_is_wrong
from generation.engine.gate.limiter import Wait
from generation.engine.writers.choice import Writer
from generation.models import GenerationTask, ProviderIncident
from settings_app.schema import Values

PROVIDER_GATE = "provider_gate"
INCIDENT = "incident"
JOB_BUDGET = "job_budget"
MONTH_BUDGET = "month_budget"

UNTIL_MENDED = frozenset({INCIDENT, JOB_BUDGET, MONTH_BUDGET})
"""The holds that time alone does not end."""

_NOT_WORTH_SAYING_SECONDS = 2.0


@dataclass(frozen=True, kw_only=True)
class Barrier:
    """What a task waits for until somebody mends it."""

    code: str
    message: str
    held_by: str = ""


def wait_at_gate(task_id: UUID, epoch: int, wait: Wait, writer: Writer) -> Held:
    """Let the task wait for its turn at the gate of its writer; what takes long is said."""
    if wait.until_turn < _NOT_WORTH_SAYING_SECONDS:
        return Held.NOTED
    if wait.asked:
        says = f"The AI service asked everybody to wait for {wait.asked} s."
    else:
        says = "The AI service takes only so many calls a minute."
    return hold_task(
        task_id, epoch, code=PROVIDER_GATE, message=says, seconds=wait.until_turn, held_by=str(writer)
    )


def barrier_before(job_id: UUID, writer: Writer, values: Values) -> Barrier | None:
    """Return what keeps the job's tasks from being claimed, if that is more than a turn."""
    if incident := _open_incident(writer.provider):
        says = f"{what_is_wrong(incident)} We ask again and again; this goes on by itself once it is mended."
        return Barrier(code=INCIDENT, message=says, held_by=writer.provider)
    if jobs_that_are_spent([job_id], values):
        most = in_dollars(values[BUDGET_USD_PER_JOB])
        says = f"This run has cost the {most} it may. It goes on by itself once staff allow more."
        return Barrier(code=JOB_BUDGET, message=says)
    if month_is_spent(values):
        says = "All that may be spent this month is spent. This goes on by itself when there is money again."
        return Barrier(code=MONTH_BUDGET, message=says)
    return None


def incident_that_holds(task: GenerationTask) -> ProviderIncident | None:
    """Return the incident by which a held task waits; None where it is over."""
    return _open_incident(task.held_by)


def _open_incident(provider: str) -> ProviderIncident | None:
    """Return the incident by which nobody may call this provider at present; None where there is none."""
    return ProviderIncident.objects.filter(provider=provider, closed_at=None).first()
