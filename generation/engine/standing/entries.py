"""An account's entries as a person reads them: those that belong together are one.

That is what was written at once, as all that a batch sets aside, and what the runs of a batch gave back; once
these are cleaned up nobody knows their batch, and what runs gave back on one day is one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Case, Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Sum, TextField, When
from django.db.models.functions import Cast, TruncDate
from django.utils import timezone

from generation.models import CreditEntry
from generation.states import CreditKind

_TOLD_BY_BATCH = Q(kind=CreditKind.SETTLE, job__batch__isnull=False)
"""The runs of a batch end one by one, and each gives back by itself."""

_TOLD_BY_DAY = Q(kind=CreditKind.SETTLE, job=None)
"""An entry outlives its run, and keeps no more of it than its name."""

_TOGETHER = Case(
    When(_TOLD_BY_BATCH, then=Cast("job__batch", TextField())),
    When(_TOLD_BY_DAY, then=Cast(TruncDate("at"), TextField())),
    default=Cast("at", TextField()),
)
"""Of one kind, what has the same in this belongs together."""


@dataclass(frozen=True, kw_only=True)
class EntriesTogether:
    """Entries of one kind that belong together: the one that is `shown` for them, how many, and their sum.

    They are paid in full where each of their runs ended with nothing to give back.
    """

    shown: CreditEntry
    runs: int
    amount: int
    is_paid_in_full: bool


def shown_entries(owner: User) -> QuerySet[CreditEntry]:
    """Return one of all that belong together and changed something, the newest first.

    It is the first of what was written at once, and the last that a run gave back.
    """
    told = _told(owner)
    kinds = told.values("together", "kind")  # type: ignore[misc]  # `_told` says what is together
    groups = kinds.annotate(first=Min("pk"), last=Max("pk"))
    shown = Case(When(kind=CreditKind.SETTLE, then=F("last")), default=F("first"))
    return told.filter(pk__in=groups.annotate(shown=shown).values("shown")).order_by("-at", "-pk")


def with_those_together(owner: User, shown: Sequence[CreditEntry]) -> list[EntriesTogether]:
    """Return with each of these entries what belongs together with it, in one query.

    One whose run was cleaned up since it was read stands for itself.
    """
    settled = CreditEntry.objects.filter(
        job=OuterRef("job"), run=OuterRef("run"), kind=CreditKind.SETTLE, amount=0
    )
    groups = _told(owner).filter(_beside(shown)).annotate(paid=Exists(settled)).values("together", "kind")
    sums = groups.annotate(
        runs=Count("pk"), total=Sum("amount"), unpaid=Count("pk", filter=Q(paid=False))
    ).values_list("together", "kind", "runs", "total", "unpaid")
    found: dict[tuple[str, str], tuple[int, int, int]] = {
        (together, kind): (runs, total, unpaid) for together, kind, runs, total, unpaid in sums
    }
    return [
        _together(entry, *found.get((vars(entry)["together"], entry.kind), (1, entry.amount, 1)))
        for entry in shown
    ]


def _beside(shown: Sequence[CreditEntry]) -> Q:
    """Return which entries may belong together with one of these."""
    settled = [entry for entry in shown if entry.kind == CreditKind.SETTLE]
    batches = {entry.job.batch_id for entry in settled if entry.job}
    days = {timezone.localdate(entry.at) for entry in settled if entry.job is None}
    of_runs = (_TOLD_BY_BATCH & Q(job__batch__in=batches - {None})) | (_TOLD_BY_DAY & Q(at__date__in=days))
    return Q(at__in=[entry.at for entry in shown]) | of_runs


def _told(owner: User) -> QuerySet[CreditEntry]:
    entries = CreditEntry.objects.filter(owner=owner).exclude(kind=CreditKind.SETTLE, amount=0)
    return entries.order_by().annotate(together=_TOGETHER)


def _together(shown: CreditEntry, runs: int, amount: int, unpaid: int) -> EntriesTogether:
    return EntriesTogether(shown=shown, runs=runs, amount=amount, is_paid_in_full=not unpaid)
