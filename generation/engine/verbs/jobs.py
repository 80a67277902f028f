"""The verbs of a job: start, cancel, resume, reset, and its priority while it is in line."""

from collections.abc import Mapping
from typing import Any

import structlog
from django.db import IntegrityError, transaction

from generation.blueprints import get_blueprint
from generation.blueprints.base import Blueprint
from generation.engine.allowances.audience import check_may_generate
from generation.engine.allowances.ledger import reserve
from generation.engine.line.places import forget_places
from generation.engine.line.ranks import check_may_choose
from generation.engine.running.dispatch import admit_jobs
from generation.engine.running.settling import end_job, give_back_all
from generation.engine.verbs.new_jobs import StartOptions, job_for, problems_of, record_start, tasks_of
from generation.engine.verbs.one_open import refusal_of
from generation.engine.verbs.requeuing import open_new_round, put_back_in_line, requeue
from generation.errors import InvalidRequestError, NotAllowedError
from generation.models import Funnel, GenerationJob
from generation.models.moves import LockedJob, locked_job, new_job
from generation.states import RESUMABLE_JOB, JobStatus, Priority, TaskStatus
from settings_app import store

log = structlog.get_logger(__name__)


def start_job(
    funnel: Funnel,
    *,
    blueprint: str = "funnel",
    inputs: Mapping[str, Any] | None = None,
    options: StartOptions | None = None,
) -> GenerationJob:
    """Write a queued job with all its tasks, and admit it if a slot is free.

    Answers even when Redis is away; the job then runs when it is back. Raises InvalidRequestError where the
    brief or the inputs are not enough, NotAllowedError where its owner may not generate, or not so, or lacks
    the credits, JobOpenError where the funnel has an open job of this kind, and Funnel.DoesNotExist where it
    is gone.
    """
    kind, inputs, options = get_blueprint(blueprint), dict(inputs or {}), options or StartOptions()
    _check(kind, funnel, inputs)
    values = store.read_all()
    check_may_generate(funnel.owner, values)
    if options.priority:
        check_may_choose(options.priority, funnel.owner, values)
    job = job_for(funnel, kind, inputs, options, values)
    try:
        with new_job(job, tasks_of(job, kind)) as locked:
            reserve([locked], counts_as_start=True)
            record_start(locked)
            transaction.on_commit(admit_jobs, robust=True)
    except IntegrityError as error:
        raise refusal_of(error, job) from error
    log.info("A job was started", job=str(job.pk), blueprint=kind.key, funnel=str(funnel.pk))
    return job


def cancel_job(job: GenerationJob) -> GenerationJob:
    """Stop the job; finished tasks stay. Raises NotAllowedError where it is not open."""
    with locked_job(job.pk) as locked:
        if not locked.job.is_open:
            raise NotAllowedError(
                "job_not_open", f"This job is {locked.job.status}; there is nothing to cancel."
            )
        _cancel(locked)
    return locked.job


def resume_job(job: GenerationJob) -> GenerationJob:
    """Queue a failed or cancelled job again; completed tasks are kept, everything else runs.

    Raises NotAllowedError in any other state, JobOpenError where a newer job of its kind is open.
    """
    with locked_job(job.pk) as locked:
        if locked.job.status not in RESUMABLE_JOB:
            raise NotAllowedError(
                "not_resumable", f"This job is {locked.job.status}; there is nothing to resume."
            )
        put_back_in_line(locked)
    return locked.job


def reset_job(job: GenerationJob, *, seen_epoch: int | None = None) -> GenerationJob:
    """Queue all tasks of the job anew, with the brief as it is now; earlier revisions are kept.

    An open job is cancelled first, unless `seen_epoch` names the epoch in which the caller saw it ended: then
    a job that is open, or has moved on, raises NotAllowedError, and of two who ask at once one is heard.
    Raises InvalidRequestError where the brief no longer suffices.
    """
    kind = get_blueprint(job.blueprint)
    with locked_job(job.pk) as locked:
        if seen_epoch is not None:
            _check_seen(locked.job, seen_epoch)
        _check(kind, locked.job.funnel, locked.job.inputs)
        if locked.job.is_open:
            _cancel(locked)
        anew = [task.key for task in locked.tasks if task.status == TaskStatus.COMPLETED]
        for task in locked.tasks:
            open_new_round(locked, task, kept=[], complaints=[], note="")
        funnel = locked.job.funnel
        snapshot = {"brief": funnel.brief, "language": funnel.language}
        requeue(locked, "job_reset", snapshot=snapshot, counts_as_start=True, anew=anew)
    return locked.job


def set_priority(job: GenerationJob, priority: Priority, *, as_operator: bool) -> GenerationJob:
    """Change the priority of a job in line.

    Raises NotAllowedError once it is not in line, and where its owner, who asks, may not choose high.
    """
    with locked_job(job.pk) as locked:
        if locked.job.status != JobStatus.QUEUED:
            raise NotAllowedError(
                "not_in_line", f"This job is {locked.job.status}; only jobs in line have a priority."
            )
        if not as_operator:
            check_may_choose(priority, locked.job.owner, store.read_all())
        locked.write(priority=priority, priority_given=True)
        locked.record("job_priority", priority=priority)
        forget_places()
    return locked.job


def _check_seen(job: GenerationJob, epoch: int) -> None:
    if job.is_open:
        raise NotAllowedError("job_open", "This is still running. Wait for it or cancel it first.")
    if job.epoch != epoch:
        raise NotAllowedError(
            "job_moved_on", "This job has moved on since it was looked at. Look again first."
        )


def _check(kind: Blueprint, funnel: Funnel, inputs: Mapping[str, Any]) -> None:
    problems = problems_of(kind, funnel.brief, funnel.language, inputs)
    if problems:
        raise InvalidRequestError(problems)


def _cancel(locked: LockedJob) -> None:
    give_back_all([locked])
    end_job(locked, JobStatus.CANCELLED, "job_cancelled")
    transaction.on_commit(admit_jobs, robust=True)
    log.info("A job was cancelled", job=str(locked.job.pk))
