"""The end of a batch: told once, when nothing of it may run any more, and again where it ends anew."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max, Q

from generation.engine.outbox.news import News, write_news
from generation.models import Delivery, GenerationBatch
from generation.models.job import FAILED_BY_INCIDENT
from generation.states import OPEN_JOB, About, Channel, DeliveryStatus, JobStatus

NAMED = 10
"""How many of the failed jobs are told by name; the page of the batch has them all."""

GOES_ON = Q(status__in=OPEN_JOB) | FAILED_BY_INCIDENT
"""Which jobs may still write: a batch ends when none of its is one of these."""

_ENDED = (JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED)


def tell_end_of_batch(batch_id: UUID, of_job: News | None, *, now: datetime) -> None:
    """Write down whom to tell that the batch has ended, if it has; `of_job` is what its job tells by itself.

    To be called last in the transaction that ends a job of it. Two jobs that end at the same moment meet at
    the batch's row: the second sees that the first has ended. Where one job of a batch that had ended ran
    again by itself, a letter tells of that job, and not of hundreds that nobody touched. But where nobody
    got the letter of the end before (see overtaken.py), this one tells of both.
    """
    batch = GenerationBatch.objects.select_for_update(no_key=True).filter(pk=batch_id).first()
    if batch is None:
        return
    ending = _ending_of(batch, since=batch.ended_at)
    if ending is None:
        return
    GenerationBatch.objects.filter(pk=batch.pk).update(ended_at=ending.at)
    is_anew = batch.ended_at is not None
    if is_anew and _is_untold(batch):
        ending, is_anew = _ending_of(batch, since=None) or ending, False
    of_one = of_job if is_anew and ending.jobs == 1 else None
    write_news(_news(batch, ending), now=now, by_mail=of_one is None)
    if of_one:
        write_news(of_one, now=now, by_webhook=False)


@dataclass(frozen=True, kw_only=True)
class _Ending:
    """When the last job of a batch ended, and how many ended how since the end before that was told."""

    at: datetime
    completed: int
    failed: int
    cancelled: int

    @property
    def jobs(self) -> int:
        return self.completed + self.failed + self.cancelled


def _is_untold(batch: GenerationBatch) -> bool:
    """Whether there is a letter of its end before that its owner did not get: the newest one counts."""
    letters = Delivery.objects.filter(user=batch.owner_id, channel=Channel.EMAIL, about=About.BATCH_ENDED)
    newest = letters.filter(payload__batch=str(batch.pk)).order_by("-created_at")
    return newest.values_list("status", flat=True).first() not in (None, DeliveryStatus.SENT)


def _ending_of(batch: GenerationBatch, *, since: datetime | None) -> _Ending | None:
    """Return how it ended after that moment, None where something may still run, or nothing has ended."""
    ended_since = Q(completed_at__gt=since) if since else Q()
    found = batch.jobs.aggregate(
        go_on=Count("pk", filter=GOES_ON),
        at=Max("completed_at", filter=ended_since),
        **{status.value: Count("pk", filter=ended_since & Q(status=status)) for status in _ENDED},
    )
    if found.pop("go_on") or found["at"] is None:
        return None
    return _Ending(**found)


def _news(batch: GenerationBatch, ending: _Ending) -> News:
    """Return what is told; where nothing but cancels ended it no letter is, as who cancelled knows."""
    return News(
        owner_id=batch.owner_id,
        about=About.BATCH_ENDED,
        facts=_facts(batch, ending),
        is_good=ending.completed > 0,
        is_bad=ending.failed > 0,
    )


def _facts(batch: GenerationBatch, ending: _Ending) -> dict[str, Any]:
    counts = {status.value: Count("pk", filter=Q(status=status)) for status in _ENDED}
    return {
        "batch": str(batch.pk),
        "name": batch.name,
        "blueprint": batch.blueprint,
        "ended_at": ending.at.isoformat(),
        "jobs": batch.jobs.aggregate(total=Count("pk"), **counts),
        "failed": _first_that_failed(batch),
        "url": f"{settings.ENV.public_url}/batches/{batch.pk}/",
    }


def _first_that_failed(batch: GenerationBatch) -> list[dict[str, Any]]:
    failed = batch.jobs.filter(status=JobStatus.FAILED).order_by("created_at", "pk")
    told = ("pk", "funnel", "funnel__name", "subject", "error_code", "error_message")
    return [
        {
            "job": str(job),
            "funnel": str(funnel),
            "name": name,
            "subject": subject,
            "error": {"code": code, "message": message},
        }
        for job, funnel, name, subject, code, message in failed.values_list(*told)[:NAMED]
    ]
