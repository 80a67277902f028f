"""What an operator can do about a job, with a button where the engine has a verb for it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from generation.admin.facts import Facts
from generation.causes import cause_of
from generation.models import GenerationTask
from generation.states import OPEN_JOB, TaskStatus


@dataclass(frozen=True, kw_only=True)
class Way:
    """Something to do. `address` and `action` make its button, `pk` says on which row; advice has none."""

    says: str
    button: str = ""
    address: str = ""
    action: str = ""
    pk: str = ""


def ways_out(facts: Facts) -> list[Way]:
    """Return what can be done now, the gentlest first."""
    return [*_advice(facts), *_of_tasks(facts), *_of_job(facts)]


def _advice(facts: Facts) -> Iterator[Way]:
    if facts.job.status in OPEN_JOB and not facts.live_workers:
        yield Way(says="Start a worker, by the line `worker` of the Procfile.")
    if facts.reconciler is None or facts.is_silent(facts.reconciler):
        yield Way(says="Start the reconciler: `.venv/bin/python manage.py reconciler`.")
    if remedy := cause_of(_last_code(facts)).remedy:
        yield Way(says=remedy)


def _last_code(facts: Facts) -> str:
    for task in facts.tasks:
        if task.status in (TaskStatus.FAILED, TaskStatus.WAITING):
            return task.error_code
    return facts.job.error_code


def _of_tasks(facts: Facts) -> Iterator[Way]:
    if "retry" not in facts.standing.actions:
        return
    for task in facts.tasks:
        if task.status == TaskStatus.WAITING:
            yield _task_way(task, button="Try now", says=f"{task.name}: do not wait, make it due at once.")
        elif task.status == TaskStatus.FAILED:
            says = f"{task.name}: try it again with all its attempts, and then what is left of the job."
            yield _task_way(task, button="Try again", says=says)


def _task_way(task: GenerationTask, *, button: str, says: str) -> Way:
    address = reverse("admin:generation_generationtask_changelist")
    return Way(says=says, button=button, address=address, action="try_again", pk=str(task.pk))


def _of_job(facts: Facts) -> Iterator[Way]:
    address, pk = reverse("admin:generation_generationjob_changelist"), str(facts.job.pk)
    for action, button, says in (
        ("resume", "Resume", "Run what is not finished, with the brief the job began with."),
        ("cancel", "Cancel", "Stop at once. What is finished stays, and the job can be resumed."),
        ("reset", "Start over", "Run every task again, with the brief as it is now. Revisions are kept."),
    ):
        if action in facts.standing.actions:
            yield Way(says=says, button=button, address=address, action=action, pk=pk)
    if "regenerate" in facts.standing.actions:
        yield Way(says="To regenerate one task alone, open it below.")
