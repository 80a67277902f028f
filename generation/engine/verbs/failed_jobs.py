"""Failed jobs by what made them fail, and all of one cause resumed together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db.models import Count, Max, QuerySet
from django.utils import timezone

from generation.engine.content.last_job import last_of_their_kind
from generation.engine.verbs.jobs import resume_job
from generation.errors import NotAllowedError
from generation.models import GenerationJob
from generation.states import JobStatus

log = structlog.get_logger(__name__)

LATELY = timedelta(days=7)
"""For how long a failed job is of interest; after that it stays as it is, and its owner may resume it."""

AT_ONCE = 100
"""How many jobs are resumed by one request."""

_OF_THE_OWNER = frozenset({"no_credits", "generation_off"})
"""The refusals that each further job of the same person would meet too."""


@dataclass(frozen=True, kw_only=True)
class FailedGroup:
    """Jobs that failed by the same code, `message` being what the last of them said."""

    code: str
    message: str
    jobs: int
    owners: int
    last_at: datetime


@dataclass(frozen=True, kw_only=True)
class Resumed:
    """What became of resuming all of one cause: `refused` says why not, `left` are as they were."""

    resumed: int
    refused: Sequence[str]
    left: int


def group_failures() -> list[FailedGroup]:
    """Return the failed jobs of late by their code, the most frequent first, in two queries."""
    groups = (
        failed_jobs()
        .values("error_code")
        .annotate(jobs=Count("pk"), owners=Count("owner", distinct=True), last_at=Max("completed_at"))
        .order_by("-jobs", "-last_at")
    )
    last = failed_jobs().order_by("error_code", "-completed_at").distinct("error_code")
    messages = dict(last.values_list("error_code", "error_message"))
    return [
        FailedGroup(
            code=group["error_code"],
            message=messages.get(group["error_code"], ""),
            jobs=group["jobs"],
            owners=group["owners"],
            last_at=group["last_at"],
        )
        for group in groups
    ]


def failed_jobs(code: str | None = None) -> QuerySet[GenerationJob]:
    """Return the jobs that failed lately and stand for their funnel still, of one cause or of all.

    Those that an incident stopped go on by themselves, and are not among them.
    """
    found = last_of_their_kind(GenerationJob.objects.order_by()).filter(
        status=JobStatus.FAILED, incident=None, completed_at__gt=timezone.now() - LATELY
    )
    return found if code is None else found.filter(error_code=code)


def resume_failed(code: str) -> Resumed:
    """Resume jobs that failed by this code, the oldest first, at most AT_ONCE of them.

    Who may not begin one may begin none: the others of theirs are passed over.
    """
    resumed, refused, passed_over = 0, [], set()
    jobs = failed_jobs(code).select_related("funnel").defer("brief", "inputs", "funnel__brief")
    for job in jobs.order_by("completed_at"):
        if resumed == AT_ONCE:
            break
        if job.owner_id in passed_over:
            continue
        try:
            resume_job(job)
            resumed += 1
        except NotAllowedError as refusal:
            refused.append(f"{job.funnel.name}: {refusal}")
            if refusal.code in _OF_THE_OWNER:
                passed_over.add(job.owner_id)
        except GenerationJob.DoesNotExist:  # deleted meanwhile
            continue
    log.info("Failed jobs were resumed together", code=code, resumed=resumed, refused=len(refused))
    return Resumed(resumed=resumed, refused=refused, left=failed_jobs(code).count())
