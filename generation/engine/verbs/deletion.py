"""Deleting jobs, funnels or people: refused while a job is open, for a worker may be writing it."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from generation.engine.allowances.spending import keep_counted, uncounted_spending
from generation.engine.broker import herald
from generation.engine.outbox.batch_endings import tell_end_of_batch
from generation.errors import JobOpenError
from generation.models import CreditAccount, Delivery, Funnel, GenerationJob, Section, Webhook
from generation.models.deeds import note_deed, noted_together
from generation.states import OPEN_JOB


def delete_job(job: GenerationJob) -> None:
    """Delete the record of an ended job; its content stays. Raises JobOpenError where it is open."""
    delete_jobs([job])


def delete_jobs(jobs: Collection[GenerationJob]) -> None:
    """Delete the records of these jobs, or of none: raises JobOpenError where one of them is open."""
    rows = GenerationJob.objects.filter(pk__in=[job.pk for job in jobs])
    with _ended(rows) as ended:
        for job in ended:
            note_deed("job_deleted", target="job", target_id=job.pk, name=job.funnel.name)
        rows.delete()


def delete_funnel(funnel: Funnel) -> None:
    """Delete the funnel with its jobs and content; raises JobOpenError while one of its jobs is open."""
    delete_funnels([funnel])


def delete_funnels(funnels: Collection[Funnel]) -> None:
    """Delete these funnels, or none; raises JobOpenError while a job of one of them is open."""
    rows = Funnel.objects.filter(pk__in=[funnel.pk for funnel in funnels])
    sections = Section.objects.filter(funnel__in=rows)
    with _ended(GenerationJob.objects.filter(funnel__in=rows), sections, rows):
        for funnel in funnels:
            note_deed("funnel_deleted", target="funnel", target_id=funnel.pk, name=funnel.name)
        rows.delete()


def delete_owners(users: Collection[User]) -> None:
    """Delete these people with their funnels, or none; raises JobOpenError while a job of one is open."""
    rows = User.objects.filter(pk__in=[user.pk for user in users])
    funnels = Funnel.objects.filter(owner__in=rows)
    theirs = (
        funnels.select_for_update(no_key=True),  # a batch that is being started holds them, then its account
        Section.objects.filter(funnel__owner__in=rows),
        CreditAccount.objects.filter(owner__in=rows),  # who has stored a text settles the run
        Webhook.objects.filter(owner__in=rows),
        Delivery.objects.filter(user__in=rows),
        funnels,
    )
    with _ended(GenerationJob.objects.filter(funnel__owner__in=rows), *theirs, rows):
        rows.delete()


@contextmanager
def _ended(jobs: QuerySet[GenerationJob], *holders: QuerySet[Any]) -> Iterator[list[GenerationJob]]:
    """Open a transaction in which these jobs, which have ended, are to be deleted with what holds them.

    Batches come last, all of them: whoever ends a job holds it, and then waits for its batch.
    """
    with transaction.atomic(), noted_together():
        ended = _lock_ended(jobs, *holders)
        spent = uncounted_spending([job.pk for job in ended])
        yield ended
        for job in ended:
            _announce_deletion(job.pk, job.owner_id)
        keep_counted(spent)
        _end_batches(ended)


def _announce_deletion(job_id: UUID, owner_id: int) -> None:
    """Tell whoever watches the job, once this is committed, that there is no such job any more."""
    transaction.on_commit(partial(herald.say, job_id, {"kind": "gone", "owner": owner_id}))


def _end_batches(deleted: Collection[GenerationJob]) -> None:
    """Tell that batches have ended which waited for these jobs alone: an incident stopped them."""
    for batch_id in sorted({job.batch_id for job in deleted if job.batch_id and job.goes_on_by_itself}):
        tell_end_of_batch(batch_id, None, now=timezone.now())


def _lock_ended(jobs: QuerySet[GenerationJob], *holders: QuerySet[Any]) -> list[GenerationJob]:
    """Lock the jobs, so that none is resumed, and what holds them, so that none is started; return the jobs.

    The jobs come first: who changes a job twice in a transaction has PostgreSQL look at its funnel and owner
    again on commit, and would wait there for us while we wait for the job. What a person has comes before the
    person for the same reason, and so do sections, that nobody writes a text of one which is gone. The whole
    order stands in docs/architecture.md. A job that was started before its funnel was locked is seen in the
    end.
    """
    told_of = jobs.select_related("funnel").only("owner", "batch", "incident", "status", "funnel__name")
    ended = list(_in_one_order(told_of))
    for rows in holders:
        list(_in_one_order(rows.only("pk")))
    if open_job := jobs.filter(status__in=OPEN_JOB).first():
        raise JobOpenError(str(open_job.pk))
    return ended


def _in_one_order(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Lock the rows, for deletion unless they say how, in the same order whoever asks.

    So none waits for one who waits for it.
    """
    locking = rows if rows.query.select_for_update else rows.select_for_update(of=("self",))
    return locking.order_by("pk")
