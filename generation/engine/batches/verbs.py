"""Batches: many jobs started by one request, all or none, and cancelled, resumed and moved as a whole."""

from collections.abc import Collection, Mapping, Sequence
from typing import Unpack
from uuid import UUID

import structlog
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Case, QuerySet, Value, When, prefetch_related_objects

from generation.blueprints import get_blueprint
from generation.blueprints.base import Blueprint
from generation.engine.allowances.audience import check_may_generate
from generation.engine.allowances.ledger import reserve
from generation.engine.batches.check import WantedJob, check_rows, running_already
from generation.engine.batches.items import Row, read_rows
from generation.engine.batches.outcome import Outcome, Refusal
from generation.engine.batches.waves import cancel_wave, move_wave, resume_wave
from generation.engine.content.last_job import to_resume
from generation.engine.running.dispatch import admit_jobs
from generation.engine.verbs.jobs import resume_job
from generation.engine.verbs.new_jobs import StartOptions, job_for, record_start, tasks_of
from generation.engine.verbs.putting_off import Moments
from generation.engine.verbs.starting import starting
from generation.errors import NotAllowedError, RowsRefusedError
from generation.models import Funnel, GenerationBatch, GenerationJob
from generation.models.deeds import noted_together
from generation.models.moves import RIGHT_AFTER, new_jobs
from generation.states import OPEN_JOB, JobStatus
from settings_app import store
from settings_app.schema import Values

log = structlog.get_logger(__name__)

MOST_ITEMS = 500
"""The jobs of a batch are written in one transaction, which may take some seconds and no more."""

_A_WAVE = 100
"""So many are cancelled, resumed or moved in one transaction: no running one is locked for long."""


def start_batch(
    owner: User,
    *,
    rows: Sequence[Row],
    name: str = "",
    blueprint: str = "funnel",
    options: StartOptions | None = None,
    wrong: Mapping[str, str] | None = None,
) -> GenerationBatch:
    """Write a job for each row, with a new funnel where the row describes one; nothing where any is wrong.

    `options` are for rows that say nothing else, and `wrong` is what was said for all of them and cannot be
    taken: it is told with the rest. Raises RowsRefusedError with that and what is wrong in each row, or where
    there are none or too many, and NotAllowedError where their owner may not generate, or not so much, or was
    deleted meanwhile.
    """
    values = store.read_all()
    check_may_generate(owner, values)
    many = sum(not row.unreadable for row in rows)
    if not rows or many > MOST_ITEMS:
        says = f"Send 1 to {MOST_ITEMS} at once; these are {many:,}."
        raise RowsRefusedError((), beside={**(wrong or {}), "items": says})
    kind, read = get_blueprint(blueprint), read_rows(rows)
    prefetch_related_objects([owner], "groups")  # each row is looked at for what its owner may choose
    with starting():
        usual = options or StartOptions()
        wanted = check_rows(owner, kind, read, usual=usual, values=values, beside=wrong or {})
        batch = GenerationBatch.objects.create(
            owner=owner, name=name or f"{kind.title}, {len(rows)} at once", blueprint=kind.key
        )
        Funnel.objects.bulk_create([each.funnel for each in wanted if each.is_new])
        _write_jobs(batch, kind, wanted, values)
        transaction.on_commit(admit_jobs, robust=True)
    log.info("A batch was started", batch=str(batch.pk), blueprint=kind.key, jobs=len(wanted))
    return batch


def cancel_batch(batch: GenerationBatch) -> Outcome:
    """Cancel all jobs of it that are open, a hundred at a time; finished tasks stay."""
    # Those in line come first: else what runs would make room for what is cancelled a moment later.
    runs = Case(When(status=JobStatus.RUNNING, then=Value(1)), default=Value(0))
    jobs = batch.jobs.filter(status__in=OPEN_JOB).order_by(runs, "-created_at")
    return Outcome(done=sum(cancel_wave(wave) for wave in _waves(jobs)))


def resume_batch(batch: GenerationBatch) -> Outcome:
    """Queue all jobs of it again that failed or were cancelled, a hundred at a time; finished tasks are kept.

    One that cannot be resumed stops no other. One whose kind a later job has completed meanwhile is left as
    it is. Where the process dies on the way, the next call goes on.
    """
    waves = _waves(to_resume(batch.jobs.all()).order_by("created_at"))
    return sum((_resume(wave) for wave in waves), start=Outcome())


def move_batch(batch: GenerationBatch, **moments: Unpack[Moments]) -> Outcome:
    """Give all jobs of it that are in line other moments, a hundred at a time, as `move_in_time` does one.

    One that cannot be moved stops no other. Raises NotAllowedError where none is in line.
    """
    waves = _waves(batch.jobs.filter(status=JobStatus.QUEUED).order_by("created_at", "pk"))
    if not waves:
        says = "None of its jobs is in line; only those are put off or moved up."
        raise NotAllowedError("not_in_line", says)
    outcome, first = Outcome(), 0
    for wave in waves:
        outcome += move_wave({pk: _right_after(moments, place) for place, pk in enumerate(wave, first)})
        first += len(wave)
    return outcome


def _right_after(moments: Moments, place: int) -> Moments:
    """Return the moments of the job at this place: of the same, none would tell who comes first."""
    at = moments.get("scheduled_at")
    return {**moments, "scheduled_at": at + place * RIGHT_AFTER} if at else moments


def _write_jobs(
    batch: GenerationBatch, kind: Blueprint, wanted: Collection[WantedJob], values: Values
) -> None:
    jobs = [job_for(each.funnel, kind, each.inputs, each.options, values) for each in wanted]
    for place, job in enumerate(jobs):
        job.batch = batch
        if job.scheduled_at:
            job.scheduled_at += place * RIGHT_AFTER  # of the same moment, none would tell who comes first
    try:
        with noted_together(), new_jobs([(job, tasks_of(job, kind)) for job in jobs]) as queued:
            reserve(queued, counts_as_start=True)
            for locked in queued:
                record_start(locked)
    except IntegrityError as error:  # somebody was quicker with one of the funnels
        if running := running_already(kind, wanted):
            raise RowsRefusedError(running) from error
        raise


def _waves(jobs: QuerySet[GenerationJob]) -> list[list[UUID]]:
    ids = list(jobs.values_list("pk", flat=True))
    return [ids[first : first + _A_WAVE] for first in range(0, len(ids), _A_WAVE)]


def _resume(ids: Sequence[UUID]) -> Outcome:
    """Resume these jobs together; where somebody was quicker with one, each half apart, down to that one."""
    try:
        return resume_wave(ids)
    except (NotAllowedError, IntegrityError):
        if len(ids) == 1:
            return _resume_alone(ids[0])
    half = len(ids) // 2
    return _resume(ids[:half]) + _resume(ids[half:])


def _resume_alone(job_id: UUID) -> Outcome:
    """Resume one, for the words of its refusal; that it was deleted or resumed meanwhile is none."""
    try:
        job = GenerationJob.objects.select_related("funnel").defer("brief", "inputs").get(pk=job_id)
        resume_job(job)
    except GenerationJob.DoesNotExist:
        return Outcome()
    except NotAllowedError as error:
        is_done = error.code == "not_resumable"
        return Outcome(refused=() if is_done else (Refusal(job=job, says=error.message),))
    return Outcome(done=1)
