"""Which job of a kind speaks for its funnel, and which are worth going on with.

Of a kind are the jobs of one funnel that have blueprint and subject in common; one at most is open.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, QuerySet, Subquery, Value, When

from generation.models import Funnel, GenerationJob
from generation.states import OPEN_JOB, RESUMABLE_JOB, JobStatus

_OPEN_FIRST = Case(When(status__in=OPEN_JOB, then=Value(0)), default=Value(1))


def last_job(
    funnel: Funnel,
    *,
    blueprint: str = "funnel",
    subject: str = "",
    jobs: QuerySet[GenerationJob] | None = None,
) -> GenerationJob | None:
    """Return the open job of this kind, else the one that was last in line; None where there never was one.

    Not the newest: an older job may have been resumed or reset since. `jobs` says how it is to be loaded.
    """
    jobs = funnel.jobs.all() if jobs is None else jobs.filter(funnel=funnel)
    return _the_last_first(jobs, blueprint, subject).first()


def with_last_job(
    funnels: QuerySet[Funnel], *, blueprint: str = "funnel", subject: str = ""
) -> QuerySet[Funnel]:
    """Return the funnels, each with that job's `last_job_id`, `_status` and `_incident`; None without one."""
    jobs = _the_last_first(GenerationJob.objects.filter(funnel=OuterRef("pk")), blueprint, subject)
    return funnels.annotate(
        last_job_id=Subquery(jobs.values("pk")[:1]),
        last_job_status=Subquery(jobs.values("status")[:1]),
        last_job_incident=Subquery(jobs.values("incident")[:1]),
    )


def to_resume(jobs: QuerySet[GenerationJob]) -> QuerySet[GenerationJob]:
    """Return those of the jobs that failed or were cancelled, and for which no later one has completed."""
    given_up = jobs.filter(status__in=RESUMABLE_JOB)
    return given_up.exclude(Exists(_later_ones().filter(status=JobStatus.COMPLETED)))


def last_of_their_kind(jobs: QuerySet[GenerationJob]) -> QuerySet[GenerationJob]:
    """Return those of the jobs after which no other of their kind was put in line."""
    return jobs.exclude(Exists(_later_ones()))


def with_another_open(jobs: Iterable[GenerationJob]) -> frozenset[UUID]:
    """Return the ids of those of the jobs that have ended and whose kind has an open one, in one query."""
    ended = [job for job in jobs if not job.is_open]
    if not ended:
        return frozenset()
    funnels = {job.funnel_id for job in ended}
    open_jobs = GenerationJob.objects.filter(funnel__in=funnels, status__in=OPEN_JOB)
    kinds = set(open_jobs.values_list("funnel_id", "blueprint", "subject"))
    return frozenset(job.pk for job in ended if (job.funnel_id, job.blueprint, job.subject) in kinds)


def _later_ones() -> QuerySet[GenerationJob]:
    """Return the jobs of the outer job's kind that were put in line after it."""
    return GenerationJob.objects.filter(
        funnel=OuterRef("funnel"),
        blueprint=OuterRef("blueprint"),
        subject=OuterRef("subject"),
        queued_at__gt=OuterRef("queued_at"),
    )


def _the_last_first(jobs: QuerySet[GenerationJob], blueprint: str, subject: str) -> QuerySet[GenerationJob]:
    return jobs.filter(blueprint=blueprint, subject=subject).order_by(_OPEN_FIRST, "-queued_at")
