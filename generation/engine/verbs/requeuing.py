"""An ended job put in line again: new rounds for what is to be written, and one more run, paid for anew."""

from collections.abc import Mapping
from typing import Any

import structlog
from django.db import IntegrityError, transaction

from generation.engine.allowances.audience import check_may_generate
from generation.engine.allowances.ledger import reserve
from generation.engine.running.dispatch import admit_jobs
from generation.engine.verbs.one_open import refusal_of
from generation.models import GenerationTask
from generation.models.moves import LockedJob
from generation.states import JobStatus, TaskStatus
from settings_app import store

log = structlog.get_logger(__name__)


def put_back_in_line(locked: LockedJob, *, only_task: str = "", **data: Any) -> None:
    """Queue an ended job for what of it is not completed; `data` goes with the event. Raises as `requeue`.

    Where `only_task` is given, the job runs that one alone.
    """
    kept = open_what_is_left(locked, only_task=only_task)
    requeue(locked, "job_resumed", only_task=only_task, kept=kept, **data)
    log.info("A job was resumed", job=str(locked.job.pk), kept=kept)


def open_what_is_left(locked: LockedJob, *, only_task: str = "") -> list[str]:
    """Open a new round of all that is not completed, or of `only_task`; return the keys of what is."""
    kept = []
    for task in locked.tasks:
        if task.status == TaskStatus.COMPLETED:
            kept.append(task.key)
        elif only_task in ("", task.key):
            open_new_round(locked, task)
    return kept


def tasks_left(locked: LockedJob) -> list[GenerationTask]:
    """Return what one more run of the whole job would write, and cost a credit each."""
    return [task for task in locked.tasks if task.status != TaskStatus.COMPLETED]


def requeue(
    locked: LockedJob,
    event: str,
    task: GenerationTask | None = None,
    *,
    only_task: str = "",
    snapshot: Mapping[str, Any] | None = None,
    counts_as_start: bool = False,
    **data: Any,
) -> None:
    """Put an ended job in line again, and say why.

    Raises NotAllowedError where its owner may not generate or has too few credits, JobOpenError where another
    of its kind is open.
    """
    check_may_generate(locked.job.owner, store.read_all())
    try:
        with transaction.atomic():
            move_into_line(locked, only_task=only_task, **(snapshot or {}))
    except IntegrityError as error:
        raise refusal_of(error, locked.job) from error
    reserve([locked], counts_as_start=counts_as_start)
    locked.record(event, task, **data)
    transaction.on_commit(admit_jobs, robust=True)


def move_into_line(locked: LockedJob, *, only_task: str = "", **snapshot: Any) -> None:
    """Queue an ended job for one more run, which is not paid for yet."""
    locked.move(
        JobStatus.QUEUED,
        run=locked.job.run + 1,
        queued_at=locked.now,
        stopping=False,
        incident=None,
        started_at=None,
        completed_at=None,
        error_code="",
        error_message="",
        only_task=only_task,
        **snapshot,
    )


def open_new_round(locked: LockedJob, task: GenerationTask, **fields: Any) -> None:
    """Make a task pending with all its attempts before it; what it wrote is not touched."""
    fresh = {
        "round": task.round + 1 if task.attempt_count else task.round,
        "attempt_count": 0,
        "loss_count": 0,
        "stage": "",
        "stages_done": 0,
        "started_at": None,
        "completed_at": None,
        "words": None,
        "error_code": "",
        "error_message": "",
        "writer_rank": 0,
    } | fields
    if task.status == TaskStatus.PENDING:
        locked.write_task(task, **fresh)
    else:
        locked.move_task(task, TaskStatus.PENDING, **fresh)
