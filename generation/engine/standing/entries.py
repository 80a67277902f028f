"""An account's entries as a person reads them: those that were written at once, as a batch's are, are one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Sum

from generation.models import CreditEntry
from generation.states import CreditKind


@dataclass(frozen=True, kw_only=True)
class EntriesAtOnce:
    """Entries of one kind that one statement wrote: the `first` of them, how many, and the sum of them all.

    They are paid in full where each of their runs ended with nothing to give back.
    """

    first: CreditEntry
    runs: int
    amount: int
    is_paid_in_full: bool


def first_entries(owner: User) -> QuerySet[CreditEntry]:
    """Return the first of all that were written at once and changed something, the newest first."""
    told = _told(owner)
    first = told.values("at", "kind").annotate(first=Min("pk")).values("first")
    return told.filter(pk__in=first).order_by("-at", "-pk")


def with_those_at_once(owner: User, first: Sequence[CreditEntry]) -> list[EntriesAtOnce]:
    """Return with each of these first entries what was written at once with it, in one query."""
    settled = CreditEntry.objects.filter(
        job=OuterRef("job"), run=OuterRef("run"), kind=CreditKind.SETTLE, amount=0
    )
    at_once = _told(owner).filter(at__in=[entry.at for entry in first]).annotate(paid=Exists(settled))
    sums = at_once.values("at", "kind").annotate(
        runs=Count("pk"), total=Sum("amount"), unpaid=Count("pk", filter=Q(paid=False))
    )
    found: dict[tuple[datetime, str], tuple[int, int, int]] = {
        (at, kind): (runs, total, unpaid)
        for at, kind, runs, total, unpaid in sums.values_list("at", "kind", "runs", "total", "unpaid")
    }
    return [_at_once(entry, *found[entry.at, entry.kind]) for entry in first]


def _told(owner: User) -> QuerySet[CreditEntry]:
    entries = CreditEntry.objects.filter(owner=owner).exclude(kind=CreditKind.SETTLE, amount=0)
    return entries.order_by()


def _at_once(entry: CreditEntry, runs: int, amount: int, unpaid: int) -> EntriesAtOnce:
    return EntriesAtOnce(first=entry, runs=runs, amount=amount, is_paid_in_full=not unpaid)
