"""What recovery promises: how soon, and what a job that went through it looks like."""

from datetime import timedelta

from generation.models import GenerationJob, JobEvent, Revision
from generation.states import JobStatus
from tests.support.funnels import standing

LEASE_SECONDS = 6
RECOVERY = timedelta(seconds=LEASE_SECONDS + 15)

SECTIONS_OF_A_FUNNEL = 61


def assert_whole(job: GenerationJob) -> None:
    """The job completed and every section of it was written once."""
    assert job.status == JobStatus.COMPLETED, standing(job)
    written = Revision.objects.filter(section__funnel=job.funnel)
    assert written.count() == SECTIONS_OF_A_FUNNEL
    assert set(written.values_list("number", flat=True)) == {1}


def count_events(kind: str, *jobs: GenerationJob) -> int:
    return JobEvent.objects.filter(job__in=jobs, kind=kind).count()
