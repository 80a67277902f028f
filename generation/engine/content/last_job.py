"""Which job of a kind speaks for its funnel, and which are worth going on with."""

from django.db.models import Case, Exists, OuterRef, QuerySet, Subquery, Value, When

from generation.models import Funnel, GenerationJob
from generation.states import OPEN_JOB, JobStatus

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
    later = GenerationJob.objects.filter(
        funnel=OuterRef("funnel"),
        blueprint=OuterRef("blueprint"),
        subject=OuterRef("subject"),
        queued_at__gt=OuterRef("queued_at"),
        status=JobStatus.COMPLETED,
    )
    return jobs.filter(status__in=[JobStatus.FAILED, JobStatus.CANCELLED]).exclude(Exists(later))


def _the_last_first(jobs: QuerySet[GenerationJob], blueprint: str, subject: str) -> QuerySet[GenerationJob]:
    return jobs.filter(blueprint=blueprint, subject=subject).order_by(_OPEN_FIRST, "-queued_at")
