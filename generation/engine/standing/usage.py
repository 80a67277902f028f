"""What a person has used and may still use: credits, starts of the day, tokens and money."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import F, Q, Sum
from django.utils import timezone

from generation.app_settings import DAILY_JOB_LIMIT
from generation.engine.allowances.accounts import account_of, next_day, started_today
from generation.engine.standing.used import Used, read_sums, sums
from generation.models import CreditEntry, TaskAttempt
from generation.states import OPEN_JOB, CreditKind
from settings_app import store


@dataclass(frozen=True, kw_only=True)
class Usage:
    """A person's usage at one moment.

    `set_aside` are credits that open runs hold besides; `daily_limit` is None where there is none. Tokens and
    money are those of the runs whose records are kept, since the calendar month began and in all.
    """

    credits: int
    set_aside: int
    daily_limit: int | None
    started_today: int
    resets_at: datetime
    month_began_at: datetime
    this_month: Used
    in_all: Used


def usage_of(owner: User) -> Usage:
    account, month = account_of(owner), _month_began_at()
    this_month, in_all = _used_since(owner, month)
    return Usage(
        credits=account.balance,
        set_aside=_set_aside(owner),
        daily_limit=store.get(DAILY_JOB_LIMIT) or None,
        started_today=started_today(account),
        resets_at=next_day(),
        month_began_at=month,
        this_month=this_month,
        in_all=in_all,
    )


def _set_aside(owner: User) -> int:
    entries = CreditEntry.objects.filter(owner=owner, kind=CreditKind.RESERVE, run=F("job__run"))
    return -(entries.filter(job__status__in=OPEN_JOB).aggregate(total=Sum("amount"))["total"] or 0)


def _month_began_at() -> datetime:
    """Return when this month began, by the clock of the settings' zone, as the daily limit goes by it."""
    return timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _used_since(owner: User, moment: datetime) -> tuple[Used, Used]:
    """Return what was used since then, and in all."""
    attempts = TaskAttempt.objects.filter(task__job__owner=owner)
    found = attempts.aggregate(**sums("since", where=Q(started_at__gte=moment)), **sums("in_all"))
    return read_sums(found, "since"), read_sums(found, "in_all")
