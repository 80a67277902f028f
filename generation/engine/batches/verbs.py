"""Batches: many jobs started by one request, all or none, and cancelled and resumed as a whole."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import structlog
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Case, QuerySet, Value, When

from generation.blueprints import get_blueprint
from generation.blueprints.base import Blueprint
from generation.engine.allowances.audience import check_may_generate
from generation.engine.allowances.ledger import reserve
from generation.engine.batches.check import WantedJob, check_rows, running_already
from generation.engine.batches.items import Row, read_rows
from generation.engine.content.last_job import to_resume
from generation.engine.running.dispatch import admit_jobs
from generation.engine.verbs.jobs import cancel_job, resume_job
from generation.engine.verbs.new_jobs import StartOptions, job_for, tasks_of
from generation.engine.verbs.starting import starting
from generation.errors import InvalidRequestError, NotAllowedError, RowsRefusedError
from generation.models import Funnel, GenerationBatch, GenerationJob
from generation.models.moves import new_jobs
from generation.states import OPEN_JOB, JobStatus
from settings_app import store
from settings_app.schema import Values

log = structlog.get_logger(__name__)

MOST_ITEMS = 500
"""The jobs of a batch are written in one transaction, which may take some seconds and no more."""


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A job on which the verb could not be used, and why."""

    job: GenerationJob
    says: str


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a verb used on a whole batch: on how many jobs it was, and on which it could not be."""

    done: int
    refused: tuple[Refusal, ...]


def start_batch(
    owner: User,
    *,
    rows: Sequence[Row],
    name: str = "",
    blueprint: str = "funnel",
    options: StartOptions | None = None,
) -> GenerationBatch:
    """Write a job for each row, with a new funnel where the row describes one; nothing where any is wrong.

    `options` are for rows that say nothing else. Raises RowsRefusedError with what is wrong in each row,
    InvalidRequestError where there are none or too many, and NotAllowedError where their owner may not
    generate, or not so much, or was deleted meanwhile.
    """
    values = store.read_all()
    check_may_generate(owner, values)
    many = sum(not row.unreadable for row in rows)
    if not rows or many > MOST_ITEMS:
        raise InvalidRequestError({"items": f"Send 1 to {MOST_ITEMS} at once; these are {many:,}."})
    kind, read = get_blueprint(blueprint), read_rows(rows)
    with starting():
        wanted = check_rows(owner, kind, read, usual=options or StartOptions(), values=values)
        batch = GenerationBatch.objects.create(
            owner=owner, name=name or f"{kind.title}, {len(rows)} at once", blueprint=kind.key
        )
        Funnel.objects.bulk_create([each.funnel for each in wanted if each.is_new])
        _write_jobs(batch, kind, wanted, values)
        transaction.on_commit(admit_jobs, robust=True)
    log.info("A batch was started", batch=str(batch.pk), blueprint=kind.key, jobs=len(wanted))
    return batch


def cancel_batch(batch: GenerationBatch) -> Outcome:
    """Cancel all jobs of it that are open, each by itself; finished tasks stay."""
    # Those in line come first: else what runs would make room for what is cancelled a moment later.
    runs = Case(When(status=JobStatus.RUNNING, then=Value(1)), default=Value(0))
    jobs = batch.jobs.filter(status__in=OPEN_JOB).order_by(runs, "-created_at")
    return _each(jobs, cancel_job, already="job_not_open")


def resume_batch(batch: GenerationBatch) -> Outcome:
    """Queue all jobs of it again that failed or were cancelled, each by itself; finished tasks are kept.

    One whose kind a later job has completed meanwhile is left as it is.
    """
    return _each(to_resume(batch.jobs.all()).order_by("created_at"), resume_job, already="not_resumable")


def _write_jobs(
    batch: GenerationBatch, kind: Blueprint, wanted: Collection[WantedJob], values: Values
) -> None:
    jobs = [job_for(each.funnel, kind, each.inputs, each.options, values) for each in wanted]
    for job in jobs:
        job.batch = batch
    try:
        with new_jobs([(job, tasks_of(job, kind)) for job in jobs]) as queued:
            reserve(queued, counts_as_start=True)
            for locked in queued:
                locked.record("job_started")
    except IntegrityError as error:  # somebody was quicker with one of the funnels
        if running := running_already(kind, wanted):
            raise RowsRefusedError(running) from error
        raise


def _each(jobs: QuerySet[GenerationJob], verb: Callable[[GenerationJob], object], *, already: str) -> Outcome:
    """Use `verb` on each job; one that refuses stops no other, and `already` means it is as was wanted."""
    done, refused = 0, []
    for job in list(jobs.select_related("funnel").defer("brief", "inputs", "funnel__brief")):
        try:
            verb(job)
        except NotAllowedError as error:
            if error.code != already:
                refused.append(Refusal(job=job, says=error.message))
        except GenerationJob.DoesNotExist:
            continue
        else:
            done += 1
    return Outcome(done=done, refused=tuple(refused))
