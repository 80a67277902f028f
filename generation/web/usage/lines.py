"""The lines of a ledger in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from generation.blueprints.called import called_in_full
from generation.engine.standing.entries import EntriesTogether
from generation.models import CreditEntry
from generation.states import CreditKind
from generation.web.runs.run_page import run_address
from generation.web.words import counted

_WORDS = {
    CreditKind.RESERVE: "Set aside for a run",
    CreditKind.SETTLE: "Given back for what was not written",
    CreditKind.REFUND: "Refunded",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One entry, or several. `about` is what it is for, with its `address` while there is a record of it."""

    at: datetime
    says: str
    about: str
    address: str
    note: str
    amount: str
    is_gain: bool


def in_words(entries: Iterable[CreditEntry]) -> list[Line]:
    """Return the entries in words. Have their jobs and funnels loaded with them."""
    found = list(entries)
    paid = _paid_in_full(found)
    return [_line(entry, is_paid=(entry.job_id, entry.run) in paid) for entry in found]


def together_in_words(entries: Iterable[EntriesTogether]) -> list[Line]:
    """Return what belongs together as one line. Have jobs, funnels and batches loaded with what is shown."""
    return [
        _line(each.shown, is_paid=each.is_paid_in_full) if each.runs == 1 else _line_of_many(each)
        for each in entries
    ]


def _paid_in_full(entries: Sequence[CreditEntry]) -> set[tuple[UUID | None, int]]:
    """Return the runs of these, by job and number, that ended with nothing to give back."""
    jobs = {entry.job_id for entry in entries if entry.job_id}
    ended = CreditEntry.objects.filter(job__in=jobs, kind=CreditKind.SETTLE, amount=0)
    return set(ended.values_list("job_id", "run"))


def _line(entry: CreditEntry, *, is_paid: bool) -> Line:
    is_of_staff = entry.kind in (CreditKind.GRANT, CreditKind.REFUND)
    job = entry.job
    written = called_in_full(job) if job else entry.note
    return Line(
        at=entry.at,
        says=_says(entry, is_paid=is_paid),
        about="" if is_of_staff and not job else written,
        address=run_address(job) if job else "",
        note=entry.note if is_of_staff else "",
        amount=f"{entry.amount:+,}",
        is_gain=entry.amount > 0,
    )


def _line_of_many(entries: EntriesTogether) -> Line:
    shown = entries.shown
    batch = shown.job.batch if shown.job else None
    return Line(
        at=shown.at,
        says=_says_of_many(entries),
        about=batch.name if batch else f"{shown.note} and {entries.runs - 1} more",
        address=reverse("batch", args=[batch.pk]) if batch else "",
        note="",
        amount=f"{entries.amount:+,}",
        is_gain=entries.amount > 0,
    )


def _says_of_many(entries: EntriesTogether) -> str:
    runs = counted(entries.runs, "run")
    if entries.shown.kind == CreditKind.SETTLE:
        return f"Given back for what {runs} did not write"
    return _paid(entries.amount) if entries.is_paid_in_full else f"Set aside for {runs}"


def _says(entry: CreditEntry, *, is_paid: bool) -> str:
    if is_paid and entry.kind == CreditKind.RESERVE:
        return _paid(entry.amount)
    return _WORDS.get(CreditKind(entry.kind), "") or ("Given" if entry.amount >= 0 else "Taken back")


def _paid(amount: int) -> str:
    return f"Paid: {counted(-amount, 'part')}"
