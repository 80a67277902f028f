"""People's accounts: their rows locked and written, what is left on them, and starts counted by the day."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import F, Sum
from django.db.models.functions import Now
from django.utils import timezone

from generation.app_settings import DAILY_JOB_LIMIT, STARTING_CREDITS
from generation.engine.allowances.reasons import Reason
from generation.models import CreditAccount, CreditEntry
from generation.states import CreditKind
from settings_app import store
from settings_app.schema import Values


def account_of(owner: User) -> CreditAccount:
    """Return a person's account as it is now, to look at.

    Who has none yet is shown what they would begin with; it is written with their first line.
    """
    return accounts_of([owner.pk], store.read_all())[owner.pk]


def accounts_of(ids: Collection[int], values: Values) -> Mapping[int, CreditAccount]:
    """Return these people's accounts, to look at, in one query."""
    known = CreditAccount.objects.in_bulk(ids)
    fresh = {"balance": values[STARTING_CREDITS], "counted_on": today()}
    return {pk: known.get(pk) or CreditAccount(pk=pk, **fresh) for pk in ids}


def locked_account(owner_id: int) -> CreditAccount:
    """Return the account, its row locked until the transaction ends.

    Who had none yet has one now, with what everybody begins with.
    """
    accounts = CreditAccount.objects.select_for_update(no_key=True)
    if account := accounts.filter(pk=owner_id).first():
        return account
    _, is_new = CreditAccount.objects.get_or_create(pk=owner_id, defaults={"counted_on": today()})
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
    if reason := why_too_few(account, needed):
        raise reason.as_error(account.pk)


def why_too_few(account: CreditAccount, needed: int, *, given_back: int = 0) -> Reason | None:
    """Return why the credits do not suffice, with what is given back before; None where they do."""
    left = account.balance + given_back
    if needed <= left:
        return None
    takes, more = f"This takes {needed:,} credit{'s' * (needed != 1)}", "what is written is kept."
    return Reason(
        code="no_credits",
        to_owner=f"{takes}, and you have {left:,}. Ask an administrator for more; {more}",
        to_others=f"{takes}, and its owner has {left:,}. An administrator can give more; {more}",
    )


def why_over_limit(account: CreditAccount, *, limit: int, day: date) -> Reason | None:
    """Return why its owner may start nothing more on that day; None where they may."""
    started = account.jobs_started if account.counted_on >= day else 0
    if not limit or started < limit:
        return None
    says = f"reached the limit of starts a day ({limit:,}). Begin this one tomorrow (UTC)."
    return Reason(code="daily_limit", to_owner=f"You have {says}", to_others=f"Its owner has {says}")


def count_start(account: CreditAccount, *, day: date) -> None:
    """Count a start of that day on the locked account; raises NotAllowedError where that is one too many."""
    if reason := why_over_limit(account, limit=store.get(DAILY_JOB_LIMIT), day=day):
        raise reason.as_error(account.pk)
    if account.counted_on < day:
        account.counted_on, account.jobs_started = day, 0
    account.jobs_started += 1


def started_today(account: CreditAccount) -> int:
    """Return how often its owner has started something today, by the server's day; a batch is one start."""
    return account.jobs_started if account.counted_on == today() else 0


def accounts_that_differ() -> list[Any]:
    """Return the accounts whose balance is not the sum of their entries, each with that sum as `entered`."""
    accounts = CreditAccount.objects.annotate(entered=Sum("owner__credit_entries__amount", default=0))
    return list(accounts.exclude(balance=F("entered")).select_related("owner").order_by("pk"))


def day_of(now: datetime) -> date:
    """Return the server's day."""
    return timezone.localdate(now)


def today() -> date:
    """Return the server's day as it is now."""
    return day_of(timezone.now())


def next_day() -> datetime:
    """Return when the server's next day begins, and starts are counted anew."""
    tomorrow = today() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time()))
