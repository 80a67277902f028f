"""The decision which of a job's tasks may go on their way, and in which chains."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generation.models import GenerationJob, GenerationTask
from generation.states import TaskStatus

UNFINISHED = frozenset({TaskStatus.PENDING, TaskStatus.WAITING, TaskStatus.IN_PROGRESS})


@dataclass(frozen=True, kw_only=True)
class ChainPlan:
    """Tasks of one job that follow one another; `lane` is empty where all of the job is one chain."""

    lane: str
    tasks: tuple[GenerationTask, ...]

    @property
    def head(self) -> GenerationTask:
        return self.tasks[0]


def plan_chains(job: GenerationJob, tasks: Sequence[GenerationTask]) -> list[ChainPlan]:
    """Return the chains of the job's unfinished tasks that may still run, in order of position."""
    runnable = [task for task in tasks if task.status in UNFINISHED and job.only_task in ("", task.key)]
    if job.continue_on_failure:
        blocked = blocked_keys(tasks)
        runnable = [task for task in runnable if task.key not in blocked]
    elif job.stopping:
        runnable = [task for task in runnable if task.status == TaskStatus.IN_PROGRESS]
    if job.lanes == 1:
        return [ChainPlan(lane="", tasks=tuple(runnable))] if runnable else []
    lanes = dict.fromkeys(task.lane for task in runnable)
    return [
        ChainPlan(lane=lane, tasks=tuple(task for task in runnable if task.lane == lane)) for lane in lanes
    ]


def ready_chains(job: GenerationJob, tasks: Sequence[GenerationTask]) -> list[ChainPlan]:
    """Return the chains to send now: their first task can run, and the job has lanes to spare."""
    completed = {task.key for task in tasks if task.status == TaskStatus.COMPLETED}
    chains = plan_chains(job, tasks)
    on_their_way = [chain for chain in chains if is_sent(chain, job)]
    ready = [chain for chain in chains if not is_sent(chain, job) and completed.issuperset(chain.head.needs)]
    return ready[: max(0, job.lanes - len(on_their_way))]


def blocked_keys(tasks: Iterable[GenerationTask]) -> set[str]:
    """Return the keys of the tasks that need a failed task's output, directly or through others."""
    failed_or_blocked = {task.key for task in tasks if task.status == TaskStatus.FAILED}
    failed = set(failed_or_blocked)
    for task in tasks:  # in order of position: what a task needs stands before it
        if failed_or_blocked.intersection(task.needs):
            failed_or_blocked.add(task.key)
    return failed_or_blocked - failed


def is_sent(chain: ChainPlan, job: GenerationJob) -> bool:
    """Whether the chain was sent since the job was last admitted."""
    return any(task.sent_epoch == job.epoch for task in chain.tasks)
