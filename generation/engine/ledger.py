"""The ledger of credits: one credit for each task that is written, set aside before and settled after.

A run sets aside what it may write, and where it ends gets back what it did not: a failed task costs
nothing. Each entry is written once, in the transaction of what it is for, under the account's row lock.

That lock comes last, after every job that the transaction locks or writes: whoever ends a job holds the job
and waits for the account. So what queues several jobs writes all of them first, then reserves for all.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone

from generation.app_settings import DAILY_JOB_LIMIT, STARTING_CREDITS
from generation.errors import NotAllowedError
from generation.models import CreditAccount, CreditEntry, GenerationJob
from generation.models.moves import LockedJob, locked_job
from generation.states import CreditKind, TaskStatus
from settings_app import store


def reserve(queued: Sequence[LockedJob], *, counts_as_start: bool) -> None:
    """Set aside a credit for each task that the runs of jobs just queued, all of one owner, may write.

    Raises NotAllowedError where the owner has too few, or may not start so many jobs today.
    """
    account = _locked_account(queued[0].job.owner_id)
    runs = [(locked, _unwritten(locked)) for locked in queued]
    _check_enough(account, sum(needed for _, needed in runs))
    if counts_as_start:
        _count_starts(account, len(queued), today=_day(queued[0].now))
    entries = [
        CreditEntry(
            kind=CreditKind.RESERVE,
            amount=-needed,
            job=locked.job,
            run=locked.job.run,
            note=locked.job.funnel.name,
            at=locked.now,
        )
        for locked, needed in runs
    ]
    _write(account, entries)


def settle_run(locked: LockedJob) -> None:
    """Give back what the run of a job just ended set aside and did not write.

    A run that set nothing aside, as it was queued before there was a ledger, gets nothing; nor does one that
    is settled already.
    """
    job = locked.job
    entries = {entry.kind: entry for entry in _of_run(job)}
    if CreditKind.RESERVE not in entries or CreditKind.SETTLE in entries:
        return
    entry = CreditEntry(
        kind=CreditKind.SETTLE,
        amount=_unwritten(locked),
        job=job,
        run=job.run,
        note=entries[CreditKind.RESERVE].note,
        at=locked.now,
    )
    _write(_locked_account(job.owner_id), [entry])


def grant(owner: User, amount: int, *, note: str, by: User | None) -> CreditEntry:
    """Add to a person's credits, or take from them where `amount` is below zero; return the entry.

    Raises NotAllowedError where more is to be taken than there is.
    """
    with transaction.atomic():
        account = _locked_account(owner.pk)
        if account.balance + amount < 0:
            raise NotAllowedError(
                "no_credits", f"No more can be taken than there is, and that is {account.balance:,}."
            )
        entry = CreditEntry(kind=CreditKind.GRANT, amount=amount, note=note, by=by, at=timezone.now())
        return _write(account, [entry])[0]


def refund(job: GenerationJob, *, note: str, by: User | None) -> CreditEntry:
    """Give a job's owner all the credits back that it has cost so far; return the entry.

    Raises NotAllowedError while the job is open, and where it has cost nothing, or no more since a refund.
    """
    with locked_job(job.pk) as locked:
        if locked.job.is_open:
            raise NotAllowedError(
                "job_open", "This is still running; what it costs is known when it has ended."
            )
        account = _locked_account(locked.job.owner_id)
        cost = cost_of(locked.job)
        if cost <= 0:
            raise NotAllowedError("nothing_to_refund", "This has cost no credits that could be given back.")
        entry = CreditEntry(
            kind=CreditKind.REFUND,
            amount=cost,
            job=locked.job,
            run=locked.job.run,
            note=note,
            by=by,
            at=timezone.now(),
        )
        return _write(account, [entry])[0]


def cost_of(job: GenerationJob) -> int:
    """Return the credits the job has cost, all its runs together; those set aside for one count too."""
    return -(CreditEntry.objects.filter(job=job).aggregate(total=Sum("amount"))["total"] or 0)


def account_of(owner: User) -> CreditAccount:
    """Return a person's account as it is now; who had none yet is given what everybody begins with."""
    known = CreditAccount.objects.filter(pk=owner.pk).first()
    if known:
        return known
    with transaction.atomic():
        return _locked_account(owner.pk)


def started_today(account: CreditAccount) -> int:
    """Return how many jobs its owner has started today, by the server's day."""
    return account.jobs_started if account.counted_on == _day(timezone.now()) else 0


def next_day() -> datetime:
    """Return when the server's next day begins, and starts are counted anew."""
    tomorrow = _day(timezone.now()) + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time()))


def _of_run(job: GenerationJob) -> QuerySet[CreditEntry]:
    return CreditEntry.objects.filter(job=job, run=job.run, kind__in=[CreditKind.RESERVE, CreditKind.SETTLE])


def _locked_account(owner_id: int) -> CreditAccount:
    accounts = CreditAccount.objects.select_for_update(no_key=True)
    if account := accounts.filter(pk=owner_id).first():
        return account
    now = timezone.now()
    _, is_new = CreditAccount.objects.get_or_create(pk=owner_id, defaults={"counted_on": _day(now)})
    account = accounts.get(pk=owner_id)
    if is_new:
        given = store.get(STARTING_CREDITS)
        gift = CreditEntry(kind=CreditKind.GRANT, amount=given, note="What everybody begins with", at=now)
        _write(account, [gift])
    return account


def _write(account: CreditAccount, entries: list[CreditEntry]) -> list[CreditEntry]:
    """Write these entries of the locked account, and with them what they make of its balance."""
    for entry in entries:
        entry.owner_id = account.pk
    account.balance += sum(entry.amount for entry in entries)
    account.save()
    return CreditEntry.objects.bulk_create(entries)


def _check_enough(account: CreditAccount, needed: int) -> None:
    if needed > account.balance:
        raise NotAllowedError(
            "no_credits",
            f"This takes {needed:,} credit{'s' * (needed != 1)}, and you have {account.balance:,}. "
            "Ask an administrator for more; what is written is kept.",
        )


def _count_starts(account: CreditAccount, number: int, *, today: date) -> None:
    limit = store.get(DAILY_JOB_LIMIT)
    if account.counted_on < today:
        account.counted_on, account.jobs_started = today, 0
    left = limit - account.jobs_started
    if limit and number > left:
        raise NotAllowedError("daily_limit", _over_the_limit(limit, number, left=max(left, 0)))
    account.jobs_started += number


def _over_the_limit(limit: int, number: int, *, left: int) -> str:
    if number == 1:
        return f"You have reached the limit of runs a day ({limit:,}). Begin this one tomorrow (UTC)."
    return f"These are {number:,} runs, and of the {limit:,} that one may start a day {left:,} are left."


def _unwritten(locked: LockedJob) -> int:
    """Return how many of the tasks that the job's run writes are not written."""
    only = locked.job.only_task
    return sum(only in ("", task.key) and task.status != TaskStatus.COMPLETED for task in locked.tasks)


def _day(now: datetime) -> date:
    return timezone.localdate(now)
