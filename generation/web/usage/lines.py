"""The lines of a ledger in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from generation.models import CreditEntry
from generation.states import CreditKind
from generation.web.runs.run_page import run_address

_WORDS = {
    CreditKind.RESERVE: "Set aside for a run",
    CreditKind.SETTLE: "Given back for what was not written",
    CreditKind.REFUND: "Refunded",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One entry. `about` is the run it is for, with its `address` while there is a record of it."""

    at: datetime
    says: str
    about: str
    address: str
    note: str
    amount: str
    is_gain: bool


def in_words(entries: Iterable[CreditEntry]) -> list[Line]:
    """Return the entries in words. Have their jobs and funnels loaded with them."""
    return [_line(entry) for entry in entries]


def _line(entry: CreditEntry) -> Line:
    is_of_staff = entry.kind in (CreditKind.GRANT, CreditKind.REFUND)
    job = entry.job
    return Line(
        at=entry.at,
        says=_WORDS.get(CreditKind(entry.kind), "") or ("Given" if entry.amount >= 0 else "Taken back"),
        about=job.funnel.name if job else "" if is_of_staff else entry.note,
        address=run_address(job.funnel, job=job) if job else "",
        note=entry.note if is_of_staff else "",
        amount=f"{entry.amount:+,}",
        is_gain=entry.amount > 0,
    )
