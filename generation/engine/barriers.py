"""What keeps a task whose turn it is from being claimed, each said as a hold.

The claim looks at incidents and budgets itself, under its lock; here is found which of them it was.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Sum
from django.db.models.functions import Now, TruncMonth

from generation.app_settings import BUDGET_USD_PER_JOB, BUDGET_USD_PER_MONTH
from generation.engine.gate import Wait
from generation.engine.holds import hold_task
from generation.engine.writers import Writer
from generation.models import ProviderIncident, TaskAttempt
from settings_app.schema import Values

PROVIDER_GATE = "provider_gate"
INCIDENT = "incident"
JOB_BUDGET = "job_budget"
MONTH_BUDGET = "month_budget"

UNTIL_MENDED = frozenset({INCIDENT, JOB_BUDGET, MONTH_BUDGET})
"""The holds that time alone does not end."""

MICRO = 1_000_000

_NOT_WORTH_SAYING_SECONDS = 2.0


@dataclass(frozen=True, kw_only=True)
class Barrier:
    """What a task waits for until somebody mends it."""

    code: str
    message: str


def waits_at_gate(task_id: UUID, epoch: int, wait: Wait) -> bool:
    """Whether the task is to wait for its turn at the provider; what takes long is said."""
    if wait.seconds < _NOT_WORTH_SAYING_SECONDS:
        return True
    if wait.asked:
        says = f"The AI service asked everybody to wait for {wait.asked:g} s. Nothing is lost."
    else:
        says = "It waits for its turn at the AI service, which takes only so many calls a minute."
    return hold_task(task_id, epoch, code=PROVIDER_GATE, message=says, seconds=wait.seconds)


def barrier_before(job_id: UUID, writer: Writer, values: Values) -> Barrier | None:
    """Return what keeps the job's tasks from being claimed, if that is more than a turn."""
    if ProviderIncident.objects.filter(provider=writer.provider, closed_at=None).exists():
        says = "The AI service lets nobody in at present. We try it again and again; this goes on by itself."
        return Barrier(code=INCIDENT, message=says)
    if is_spent(values[BUDGET_USD_PER_JOB], job_id=job_id):
        most = values[BUDGET_USD_PER_JOB]
        says = f"This run has cost the {most} dollars it may. An administrator can raise that."
        return Barrier(code=JOB_BUDGET, message=says)
    if is_spent(values[BUDGET_USD_PER_MONTH]):
        says = "All that may be spent this month is spent. An administrator can raise that."
        return Barrier(code=MONTH_BUDGET, message=says)
    return None


def is_spent(budget_usd: int, *, job_id: UUID | None = None) -> bool:
    """Whether a job, or without one all jobs of this month, have cost their budget; 0 is none."""
    if not budget_usd:
        return False
    attempts = TaskAttempt.objects.order_by()
    if job_id:
        attempts = attempts.filter(task__job=job_id)
    else:
        attempts = attempts.filter(started_at__gte=TruncMonth(Now()))
    spent = attempts.aggregate(spent=Sum("cost_micro_usd"))["spent"] or 0
    return bool(spent >= budget_usd * MICRO)
