"""The ledger of credits: one credit for each task that is written, set aside before and settled after.

A run sets aside what it may write, and where it ends gets back what it did not: a failed task costs
nothing. Each entry is written once, in the transaction of what it is for, under the account's row lock; that
is always taken after the job's.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from generation.app_settings import DAILY_JOB_LIMIT, STARTING_CREDITS
from generation.errors import NotAllowedError
from generation.models import CreditAccount, CreditEntry, GenerationJob, GenerationTask
from generation.models.moves import LockedJob
from generation.states import CreditKind, TaskStatus
from settings_app import store


def reserve(locked: LockedJob, *, counts_as_start: bool) -> None:
    """Set aside a credit for each task the run of a job just queued may write.

    Raises NotAllowedError where its owner has too few, or has started as many jobs today as they may.
    """
    job, values = locked.job, store.read_all()
    account = _locked_account(job.owner_id, locked.now)
    needed = _unwritten(job, locked.tasks)
    if needed > account.balance:
        raise NotAllowedError(
            "no_credits",
            f"This takes {needed} credits and you have {account.balance}. Ask an administrator for more.",
        )
    if counts_as_start:
        _count_start(account, locked.now, values[DAILY_JOB_LIMIT])
    _write(account, CreditKind.RESERVE, -needed, at=locked.now, job=job)


def settle_run(locked: LockedJob) -> None:
    """Give back what the run of a job just ended set aside and did not write."""
    account = _locked_account(locked.job.owner_id, locked.now)
    unwritten = _unwritten(locked.job, locked.tasks)
    _write(account, CreditKind.SETTLE, unwritten, at=locked.now, job=locked.job)


def grant(owner: User, amount: int, *, note: str, by: User | None) -> CreditEntry:
    """Add to a person's credits, or take from them where `amount` is below zero; return the entry."""
    return _by_hand(owner, CreditKind.GRANT, amount, note=note, by=by)


def refund(job: GenerationJob, amount: int, *, note: str, by: User | None) -> CreditEntry:
    """Give a job's owner credits back that it cost."""
    return _by_hand(job.owner, CreditKind.REFUND, amount, note=note, by=by, job=job)


def account_of(owner: User) -> CreditAccount:
    """Return a person's account as it is now; who had none yet is given what everybody begins with."""
    with transaction.atomic():
        return _locked_account(owner.pk, timezone.now())


def _by_hand(
    owner: User,
    kind: CreditKind,
    amount: int,
    *,
    note: str,
    by: User | None,
    job: GenerationJob | None = None,
) -> CreditEntry:
    now = timezone.now()
    with transaction.atomic():
        account = _locked_account(owner.pk, now)
        return _write(account, kind, amount, at=now, job=job, note=note, by=by)


def _locked_account(owner_id: int, now: datetime) -> CreditAccount:
    accounts = CreditAccount.objects.select_for_update(no_key=True)
    if account := accounts.filter(pk=owner_id).first():
        return account
    _, is_new = CreditAccount.objects.get_or_create(pk=owner_id, defaults={"counted_on": _day(now)})
    account = accounts.get(pk=owner_id)
    if is_new:
        _write(
            account, CreditKind.GRANT, store.get(STARTING_CREDITS), at=now, note="What everybody begins with"
        )
    return account


def _write(
    account: CreditAccount,
    kind: CreditKind,
    amount: int,
    *,
    at: datetime,
    job: GenerationJob | None = None,
    note: str = "",
    by: User | None = None,
) -> CreditEntry:
    account.balance += amount
    account.save()
    return CreditEntry.objects.create(
        owner_id=account.pk,
        kind=kind,
        amount=amount,
        job=job,
        run=job.run if job else 0,
        note=note,
        by=by,
        at=at,
    )


def _count_start(account: CreditAccount, now: datetime, limit: int) -> None:
    if account.counted_on != _day(now):
        account.counted_on, account.jobs_started = _day(now), 0
    if limit and account.jobs_started >= limit:
        raise NotAllowedError(
            "daily_limit",
            f"You have started {limit} jobs today, as many as one may. Begin this one tomorrow.",
        )
    account.jobs_started += 1


def _unwritten(job: GenerationJob, tasks: Iterable[GenerationTask]) -> int:
    """Return how many of the tasks that this run writes are not written."""
    return sum(job.only_task in ("", task.key) and task.status != TaskStatus.COMPLETED for task in tasks)


def _day(now: datetime) -> date:
    return timezone.localdate(now)
