"""The ledger of credits: one credit for each task that is written, set aside before and settled after.

A run sets aside what it may write, and where it ends gets back what it did not: a failed task costs
nothing. Each entry is written once, in the transaction of what it is for, under the account's row lock.

That lock comes last, after every job that the transaction locks or writes: whoever ends a job holds the job
and waits for the account. So what queues several jobs writes all of them first, then reserves for all.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Sum

from generation.engine.allowances.accounts import (
    check_enough,
    count_start,
    day_of,
    locked_account,
    write_entries,
)
from generation.errors import NotAllowedError
from generation.models import CreditEntry, GenerationJob
from generation.models.deeds import note_deed
from generation.models.moves import LockedJob, locked_job
from generation.states import CreditKind, TaskStatus

LONGEST_NOTE = 200


def reserve(queued: Sequence[LockedJob], *, counts_as_start: bool) -> None:
    """Set aside a credit for each task that the runs of jobs just queued, all of one owner, may write.

    All of them are one start of the day, where they count as one. Raises NotAllowedError where the owner has
    too few, or may start nothing more today.
    """
    account = locked_account(queued[0].job.owner_id)
    runs = [(locked, _unwritten(locked)) for locked in queued]
    check_enough(account, sum(needed for _, needed in runs))
    if counts_as_start:
        count_start(account, day=day_of(queued[0].now))
    entries = [
        CreditEntry(
            kind=CreditKind.RESERVE,
            amount=-needed,
            job=locked.job,
            run=locked.job.run,
            note=locked.job.funnel.name,
        )
        for locked, needed in runs
    ]
    write_entries(account, entries)


def settle_runs(ended: Sequence[LockedJob]) -> None:
    """Give back what the runs of jobs just ended, all of one owner, set aside and did not write.

    A run that set nothing aside, as it was queued before there was a ledger, gets nothing; nor does one that
    is settled already.
    """
    notes = _notes_of_unsettled([locked.job for locked in ended])
    entries = [
        CreditEntry(
            kind=CreditKind.SETTLE,
            amount=_unwritten(locked),
            job=locked.job,
            run=locked.job.run,
            note=notes[locked.job.pk],
        )
        for locked in ended
        if locked.job.pk in notes
    ]
    if entries:
        write_entries(locked_account(ended[0].job.owner_id), entries)


def grant(owner: User, amount: int, *, note: str, by: User | None) -> CreditEntry:
    """Add to a person's credits, or take from them where `amount` is below zero; return the entry.

    Raises NotAllowedError where more is to be taken than there is.
    """
    with transaction.atomic():
        account = locked_account(owner.pk)
        if account.balance + amount < 0:
            raise NotAllowedError(
                "no_credits", f"No more can be taken than there is, and that is {account.balance:,}."
            )
        _note("credits_granted", owner, amount, note)
        entry = CreditEntry(kind=CreditKind.GRANT, amount=amount, note=note, by=by)
        return write_entries(account, [entry])[0]


def refund(job: GenerationJob, *, note: str, by: User | None) -> CreditEntry:
    """Give a job's owner all the credits back that it has cost so far; return the entry.

    Raises NotAllowedError while the job is open, and where it has cost nothing, or no more since a refund.
    """
    with locked_job(job.pk) as locked:
        if locked.job.is_open:
            raise NotAllowedError(
                "job_open", "This is still running; what it costs is known when it has ended."
            )
        account = locked_account(locked.job.owner_id)
        cost = cost_of(locked.job)
        if cost <= 0:
            raise NotAllowedError("nothing_to_refund", "This has cost no credits that could be given back.")
        _note("credits_refunded", locked.job.owner, cost, note)
        entry = CreditEntry(
            kind=CreditKind.REFUND,
            amount=cost,
            job=locked.job,
            run=locked.job.run,
            note=note,
            by=by,
        )
        return write_entries(account, [entry])[0]


def cost_of(job: GenerationJob) -> int:
    """Return the credits the job has cost, all its runs together; those set aside for one count too."""
    return -(CreditEntry.objects.filter(job=job).aggregate(total=Sum("amount"))["total"] or 0)


def _note(deed: str, owner: User, amount: int, note: str) -> None:
    name = owner.get_username()
    note_deed(deed, target="user", target_id=owner.pk, name=name, amount=amount, note=note)


def _notes_of_unsettled(jobs: Collection[GenerationJob]) -> dict[UUID, str]:
    """Return those of the jobs whose run has set something aside that is not settled, with what is noted."""
    runs = CreditEntry.objects.filter(job__in=jobs, run=F("job__run"))
    found = runs.filter(kind__in=[CreditKind.RESERVE, CreditKind.SETTLE]).values_list("job", "kind", "note")
    kinds = {(job, kind): note for job, kind, note in found}
    return {
        job: note
        for (job, kind), note in kinds.items()
        if kind == CreditKind.RESERVE and (job, CreditKind.SETTLE) not in kinds
    }


def _unwritten(locked: LockedJob) -> int:
    """Return how many of the tasks that the job's run writes are not written."""
    only = locked.job.only_task
    return sum(only in ("", task.key) and task.status != TaskStatus.COMPLETED for task in locked.tasks)
