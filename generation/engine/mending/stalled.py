"""Chains whose message is on its way no more: sent again, under the same epoch."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db.models import Prefetch
from django.db.models.functions import Now

from generation.engine.apart import apart
from generation.engine.broker import courier
from generation.engine.broker.chains import ChainPlan, is_sent, plan_chains
from generation.engine.broker.courier import RESEND
from generation.engine.running.dispatch import send
from generation.models import GenerationJob, GenerationTask
from generation.models.moves import locked_job
from generation.states import JobStatus, TaskStatus

log = structlog.get_logger(__name__)

QUIET = timedelta(seconds=4)
"""How long nothing must have happened to a chain before its message counts as lost."""


def send_stalled_chains() -> int:
    """Send again, under the same epoch, the chains whose message is on its way no more; return how many."""
    tasks = GenerationTask.objects.order_by("position").defer("kept", "complaints")
    jobs = GenerationJob.objects.filter(status=JobStatus.RUNNING).defer("brief", "inputs")
    jobs = jobs.annotate(database_now=Now()).prefetch_related(Prefetch("tasks", tasks))
    stalled = [(job.pk, chain) for job in jobs for chain in _stalled(job, job.database_now)]
    queued = courier.chains_in_queue() if stalled else None
    if queued is None:
        return 0
    sent = 0
    for job_id, chain in stalled:
        if courier.chain_name(job_id, chain.lane) not in queued:
            with apart(job=str(job_id)):
                sent += _send_again(job_id, chain.lane)
    return sent


def _stalled(job: GenerationJob, now: datetime) -> list[ChainPlan]:
    """Return the sent chains of which something could run, and nothing has happened for a while."""
    tasks = list(job.tasks.all())
    completed = {task.key for task in tasks if task.status == TaskStatus.COMPLETED}
    return [
        chain
        for chain in plan_chains(job, tasks)
        if is_sent(chain, job)
        and not any(task.status == TaskStatus.IN_PROGRESS for task in chain.tasks)
        and completed.issuperset(chain.head.needs)
        and not _is_held(chain.head)
        and _due(chain, tasks) < now - QUIET
        and _last_sent(chain) < now - RESEND
    ]


def _is_held(task: GenerationTask) -> bool:
    """Whether the task is to be let go by somebody, and not by time."""
    return bool(task.hold) and task.hold_until is None


def _due(chain: ChainPlan, tasks: list[GenerationTask]) -> datetime:
    return chain.head.hold_until or chain.head.next_attempt_at or _last_change(chain, tasks)


def _last_change(chain: ChainPlan, tasks: list[GenerationTask]) -> datetime:
    return max(task.updated_at for task in tasks if chain.lane in ("", task.lane))


def _last_sent(chain: ChainPlan) -> datetime:
    return max(task.sent_at for task in chain.tasks if task.sent_at)


def _send_again(job_id: UUID, lane: str) -> int:
    with locked_job(job_id) as locked:
        chains = [chain for chain in plan_chains(locked.job, locked.tasks) if chain.lane == lane]
        if locked.job.status != JobStatus.RUNNING or not chains:
            return 0
        locked.record("chain_sent_again", lane=lane)
        send(locked, chains)
    log.warning("A chain was sent again", job=str(job_id), lane=lane)
    return len(chains)
