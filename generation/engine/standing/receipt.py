"""A receipt: what a run has used and cost, task by task, and what it did to its owner's credits."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from generation.engine.standing.used import Used, read_sums, sums, together
from generation.models import CreditEntry, GenerationJob, GenerationTask, TaskAttempt


@dataclass(frozen=True, kw_only=True)
class ReceiptLine:
    """One task: how often it was tried, by whom, with what; `credits` is how often it was finished."""

    task: GenerationTask
    writers: tuple[str, ...]
    tries: int
    usage: Used
    credits: int


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """All runs of a job together. `credits` is what they have cost, `entries` are the ledger's lines of it.

    There are no entries for a job of before there was a ledger.
    """

    job: GenerationJob
    lines: tuple[ReceiptLine, ...]
    usage: Used
    entries: tuple[CreditEntry, ...]
    credits: int

    @property
    def tries(self) -> int:
        return sum(line.tries for line in self.lines)


def receipt_of(job: GenerationJob) -> Receipt:
    entries = tuple(CreditEntry.objects.filter(job=job).order_by("pk"))
    finished = _times_finished(job) if entries else Counter()
    used = _used_by_task(job)
    tasks = job.tasks.order_by("position").defer("kept", "complaints")
    lines = tuple(_line(task, used, finished[task.key]) for task in tasks)
    return Receipt(
        job=job,
        lines=lines,
        usage=together(line.usage for line in lines),
        entries=entries,
        credits=-sum(entry.amount for entry in entries),
    )


@dataclass(frozen=True, kw_only=True)
class _ByWriter:
    writer: str
    tries: int
    usage: Used


def _line(task: GenerationTask, used: Mapping[str, list[_ByWriter]], finished: int) -> ReceiptLine:
    found = used.get(task.key, [])
    return ReceiptLine(
        task=task,
        writers=tuple(each.writer for each in found if each.writer),
        tries=sum(each.tries for each in found),
        usage=together(each.usage for each in found),
        credits=finished,
    )


def _used_by_task(job: GenerationJob) -> dict[str, list[_ByWriter]]:
    """Return what each task used, by its key, once for each model that wrote."""
    attempts = TaskAttempt.objects.filter(task__job=job).order_by("task__key", "model")
    rows = attempts.values("task__key", "model").annotate(tries=Count("pk"), **sums("in_all"))
    used: dict[str, list[_ByWriter]] = {}
    for row in rows:
        by_writer = _ByWriter(writer=row["model"], tries=row["tries"], usage=read_sums(row, "in_all"))
        used.setdefault(row["task__key"], []).append(by_writer)
    return used


def _times_finished(job: GenerationJob) -> Counter[str]:
    events = job.events.filter(kind="task_completed").order_by()
    return Counter(dict(events.values_list("task_key").annotate(Count("pk"))))
