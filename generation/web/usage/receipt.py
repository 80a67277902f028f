"""The receipt of a run: what each part took, and what it cost; made to be printed."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from generation.blueprints import get_blueprint
from generation.engine.standing.receipt import Receipt, ReceiptLine, receipt_of
from generation.engine.standing.used import Used
from generation.models import CreditEntry
from generation.web.access import find_job
from generation.web.runs.costs import spent, written_by_demo
from generation.web.runs.run_page import run_address
from generation.web.usage.lines import in_words
from generation.web.words import job_word


@dataclass(frozen=True, kw_only=True)
class Row:
    """One part, or all of them together."""

    name: str
    writers: str
    tries: int
    read: str
    cached: str
    written: str
    cost: str
    credits: int


@require_safe
def receipt(request: HttpRequest, job_id: UUID) -> HttpResponse:
    job = find_job(request, job_id, to_change="")
    found = receipt_of(job)
    is_demo = bool(written_by_demo([job]))
    context = {
        "job": job,
        "kind": get_blueprint(job.blueprint).title,
        "status": job_word(job),
        "run": run_address(job),
        "rows": [_row(line, is_demo=is_demo) for line in found.lines],
        "total": _total(found, is_demo=is_demo),
        "is_demo": is_demo,
        "counts_credits": bool(found.entries),
        "lines": in_words(_with_job(found)),
    }
    return render(request, "web/usage/receipt.html", context)


def _with_job(found: Receipt) -> list[CreditEntry]:
    """Return the ledger's lines of the job, which is loaded already."""
    for entry in found.entries:
        entry.job = found.job
    return [entry for entry in found.entries if entry.amount]


def _row(line: ReceiptLine, *, is_demo: bool) -> Row:
    writers = ", ".join(line.writers)
    return _amounts(line.task.name, writers, line.tries, line.usage, line.credits, is_demo=is_demo)


def _total(found: Receipt, *, is_demo: bool) -> Row:
    return _amounts("All parts", "", found.tries, found.usage, found.credits, is_demo=is_demo)


def _amounts(name: str, writers: str, tries: int, used: Used, paid: int, *, is_demo: bool) -> Row:
    return Row(
        name=name,
        writers=writers,
        tries=tries,
        read=f"{used.input_tokens:,}",
        cached=f"{used.cached_input_tokens:,}",
        written=f"{used.output_tokens:,}",
        cost="" if is_demo else spent(used, by_demo=False),
        credits=paid,
    )
