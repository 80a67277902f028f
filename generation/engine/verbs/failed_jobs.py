"""Failed jobs by what made them fail, and all of one cause resumed together."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

import structlog
from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from generation.blueprints.called import called_in_full
from generation.engine.allowances.means import means_of
from generation.engine.allowances.reasons import Reason
from generation.engine.content.last_job import last_of_their_kind
from generation.engine.verbs.jobs import resume_job
from generation.errors import NotAllowedError
from generation.models import GenerationJob
from generation.models.job import FAILED_FOR_GOOD
from generation.states import TaskStatus
from settings_app import store

log = structlog.get_logger(__name__)

LATELY = timedelta(days=7)
"""For how long a failed job is of interest; after that it stays as it is, and its owner may resume it."""

AT_ONCE = 100
"""How many jobs are resumed by one request."""

MOST_TOLD = 10
"""Of so many owners whose jobs cannot be resumed it is told why."""


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
    """What became of resuming all of one cause: `refused` says of some why not, `left` are as they were."""

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
        FAILED_FOR_GOOD, completed_at__gt=timezone.now() - LATELY
    )
    return found if code is None else found.filter(error_code=code)


def resume_failed(code: str) -> Resumed:
    """Resume jobs that failed by this code, the oldest first, at most AT_ONCE of them.

    What its owner may not begin, or has no credits for, is not tried, and stands in nobody's way.
    """
    runs = _failed_runs(code)
    reasons = _reasons(runs)
    resumed, refused = _resume_each([run.job_id for run in runs if run.job_id not in reasons][:AT_ONCE])
    refused += _told(runs, reasons)
    log.info("Failed jobs were resumed together", code=code, resumed=resumed, not_to_resume=len(reasons))
    return Resumed(resumed=resumed, refused=refused[:MOST_TOLD], left=failed_jobs(code).count())


@dataclass(frozen=True, kw_only=True)
class _FailedRun:
    """A failed job, and how many tasks one more run of it would write."""

    job_id: UUID
    owner_id: int
    needed: int


def _failed_runs(code: str) -> list[_FailedRun]:
    """Return what failed by this code, the oldest first."""
    needed = Count("tasks", filter=~Q(tasks__status=TaskStatus.COMPLETED))
    jobs = failed_jobs(code).annotate(needed=needed).order_by("completed_at")
    return [
        _FailedRun(job_id=job_id, owner_id=owner_id, needed=needed)
        for job_id, owner_id, needed in jobs.values_list("pk", "owner_id", "needed")
    ]


def _reasons(runs: Sequence[_FailedRun]) -> Mapping[UUID, Reason]:
    """Return of those of the jobs that are not to be resumed why not."""
    needs: dict[int, dict[UUID, int]] = defaultdict(dict)
    for run in runs:
        needs[run.owner_id][run.job_id] = run.needed
    means = means_of(needs, store.read_all())
    return {
        job_id: reason
        for owner_id, theirs in needs.items()
        for job_id, reason in means[owner_id].why_not_each(theirs).items()
    }


def _resume_each(ids: Collection[UUID]) -> tuple[int, list[str]]:
    """Resume these one by one; return how many, and of the others why not."""
    resumed, refused = 0, []
    jobs = GenerationJob.objects.select_related("funnel").defer("brief", "inputs", "funnel__brief")
    for job in jobs.filter(pk__in=ids).order_by("completed_at"):
        try:
            resume_job(job)
            resumed += 1
        except NotAllowedError as refusal:
            refused.append(f"{called_in_full(job)}: {refusal}")
        except GenerationJob.DoesNotExist:  # deleted meanwhile
            continue
    return resumed, refused


def _told(runs: Sequence[_FailedRun], reasons: Mapping[UUID, Reason]) -> list[str]:
    """Return a sentence for each owner of what is not to be resumed, until it is MOST_TOLD."""
    first: dict[int, UUID] = {}
    for run in runs:
        if run.job_id in reasons:
            first.setdefault(run.owner_id, run.job_id)
    told = {job_id: owner_id for owner_id, job_id in islice(first.items(), MOST_TOLD)}
    names = GenerationJob.objects.filter(pk__in=told).order_by("completed_at")
    return [
        f"{name}: {reasons[job_id].as_error(told[job_id])}"
        for job_id, name in names.values_list("pk", "funnel__name")
    ]
