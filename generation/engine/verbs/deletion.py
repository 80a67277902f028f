"""Deleting a job, a funnel or a person: refused while a job is open, for a worker may be writing it."""

from collections.abc import Collection
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from generation.engine.broker import herald
from generation.engine.outbox.batch_endings import tell_end_of_batch
from generation.errors import JobOpenError
from generation.models import CreditAccount, Funnel, GenerationJob
from generation.models.deeds import note_deed
from generation.models.moves import locked_job
from generation.states import OPEN_JOB


def delete_job(job: GenerationJob) -> None:
    """Delete the record of an ended job; its content stays. Raises JobOpenError where it is open."""
    with locked_job(job.pk) as locked:
        if locked.job.is_open:
            raise JobOpenError(str(job.pk))
        _announce_deletion(job.pk, locked.job.owner_id)
        note_deed("job_deleted", target="job", target_id=job.pk, name=lambda: locked.job.funnel.name)
        locked.job.delete()
        _end_batches([locked.job])


def delete_funnel(funnel: Funnel) -> None:
    """Delete the funnel with its jobs and content; raises JobOpenError while one of its jobs is open."""
    jobs = GenerationJob.objects.filter(funnel=funnel)
    with transaction.atomic():
        for job_id in _lock_ended(jobs, Funnel.objects.filter(pk=funnel.pk)):
            _announce_deletion(job_id, funnel.owner_id)
        note_deed("funnel_deleted", target="funnel", target_id=funnel.pk, name=funnel.name)
        stopped = list(jobs.filter(incident__isnull=False))
        funnel.delete()
        _end_batches(stopped)


def delete_owner(user: User) -> None:
    """Delete the person with their funnels; raises JobOpenError while one of their jobs is open."""
    jobs, funnels = GenerationJob.objects.filter(funnel__owner=user), Funnel.objects.filter(owner=user)
    accounts = CreditAccount.objects.filter(owner=user)
    with transaction.atomic():
        for job_id in _lock_ended(jobs, accounts, funnels, User.objects.filter(pk=user.pk)):
            _announce_deletion(job_id, user.pk)
        user.delete()


def _announce_deletion(job_id: UUID, owner_id: int) -> None:
    """Tell whoever watches the job, once this is committed, that there is no such job any more."""
    transaction.on_commit(partial(herald.say, job_id, {"kind": "gone", "owner": owner_id}))


def _end_batches(deleted: Collection[GenerationJob]) -> None:
    """Tell that batches have ended which waited for these jobs alone: an incident stopped them."""
    for batch_id in sorted({job.batch_id for job in deleted if job.batch_id and job.goes_on_by_itself}):
        tell_end_of_batch(batch_id, None, now=timezone.now())


def _lock_ended(jobs: QuerySet[GenerationJob], *holders: QuerySet[Any]) -> list[UUID]:
    """Lock the jobs, so that none is resumed, and what holds them, so that none is started; return the jobs.

    The jobs come first: who changes a job twice in a transaction has PostgreSQL look at its funnel and owner
    again on commit, and would wait there for us while we wait for the job. A person's account comes before
    the person for the same reason. A job that was started before its funnel was locked is seen in the end.
    """
    locked = [_lock(rows) for rows in (jobs, *holders)]
    if open_job := jobs.filter(status__in=OPEN_JOB).first():
        raise JobOpenError(str(open_job.pk))
    return locked[0]


def _lock(rows: QuerySet[Any]) -> list[Any]:
    """Lock the rows in one order, whoever asks; return their ids."""
    return [row.pk for row in rows.select_for_update(of=("self",)).only("pk").order_by("pk")]
