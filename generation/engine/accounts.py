"""People's accounts: their rows locked and written, what is left on them, and starts counted by the day."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import F, Sum
from django.db.models.functions import Now
from django.utils import timezone

from generation.app_settings import DAILY_JOB_LIMIT, STARTING_CREDITS
from generation.errors import NotAllowedError
from generation.models import CreditAccount, CreditEntry
from generation.states import CreditKind
from settings_app import store


def account_of(owner: User) -> CreditAccount:
    """Return a person's account as it is now, to look at.

    Who has none yet is shown what they would begin with; it is written with their first line.
    """
    known = CreditAccount.objects.filter(pk=owner.pk).first()
    return known or CreditAccount(owner=owner, balance=store.get(STARTING_CREDITS), counted_on=_today())


def locked_account(owner_id: int) -> CreditAccount:
    """Return the account, its row locked until the transaction ends.

    Who had none yet has one now, with what everybody begins with.
    """
    accounts = CreditAccount.objects.select_for_update(no_key=True)
    if account := accounts.filter(pk=owner_id).first():
        return account
    _, is_new = CreditAccount.objects.get_or_create(pk=owner_id, defaults={"counted_on": _today()})
    account = accounts.get(pk=owner_id)
    if is_new:
        given = store.get(STARTING_CREDITS)
        gift = CreditEntry(kind=CreditKind.GRANT, amount=given, note="What everybody begins with")
        write_entries(account, [gift])
    return account


def write_entries(account: CreditAccount, entries: list[CreditEntry]) -> list[CreditEntry]:
    """Write these entries of the locked account, and with them what they make of its balance.

    Their time is the database's, taken under the lock: so an account's entries stand in the order in which
    they were written, whichever machine wrote them.
    """
    for entry in entries:
        entry.owner_id, entry.at = account.pk, Now()
    account.balance += sum(entry.amount for entry in entries)
    account.save()
    return CreditEntry.objects.bulk_create(entries)


def check_enough(account: CreditAccount, needed: int) -> None:
    """Raise NotAllowedError where there are fewer credits than that."""
    if needed > account.balance:
        raise NotAllowedError(
            "no_credits",
            f"This takes {needed:,} credit{'s' * (needed != 1)}, and you have {account.balance:,}. "
            "Ask an administrator for more; what is written is kept.",
        )


def wrong_with_start(account: CreditAccount, *, needed: int) -> str:
    """Return why a job of so many tasks would be refused its owner now; empty where it would not."""
    try:
        check_enough(account, needed)
        check_limit(account, 1, today=_today())
    except NotAllowedError as refusal:
        return refusal.message
    return ""


def check_limit(account: CreditAccount, number: int, *, today: date) -> None:
    """Raise NotAllowedError where the owner may not start so many jobs more on that day."""
    limit = store.get(DAILY_JOB_LIMIT)
    started = account.jobs_started if account.counted_on >= today else 0
    if limit and started + number > limit:
        raise NotAllowedError("daily_limit", _over_the_limit(limit, number, left=max(limit - started, 0)))


def count_starts(account: CreditAccount, number: int, *, today: date) -> None:
    """Count starts of that day on the locked account; raises NotAllowedError where there are too many."""
    check_limit(account, number, today=today)
    if account.counted_on < today:
        account.counted_on, account.jobs_started = today, 0
    account.jobs_started += number


def started_today(account: CreditAccount) -> int:
    """Return how many jobs its owner has started today, by the server's day."""
    return account.jobs_started if account.counted_on == _today() else 0


def accounts_that_differ() -> list[Any]:
    """Return the accounts whose balance is not the sum of their entries, each with that sum as `entered`."""
    accounts = CreditAccount.objects.annotate(entered=Sum("owner__credit_entries__amount", default=0))
    return list(accounts.exclude(balance=F("entered")).select_related("owner").order_by("pk"))


def day_of(now: datetime) -> date:
    """Return the server's day."""
    return timezone.localdate(now)


def _today() -> date:
    return day_of(timezone.now())


def next_day() -> datetime:
    """Return when the server's next day begins, and starts are counted anew."""
    tomorrow = _today() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time()))


def _over_the_limit(limit: int, number: int, *, left: int) -> str:
    if number == 1:
        return f"You have reached the limit of runs a day ({limit:,}). Begin this one tomorrow (UTC)."
    return f"These are {number:,} runs, and of the {limit:,} that one may start a day {left:,} are left."
