"""What recovery promises: how soon, and what a job that went through it looks like."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from generation.models import GenerationJob, GenerationTask, JobEvent, Revision
from generation.states import JobStatus
from tests.support.funnels import make_funnel, standing
from tests.support.jobs import begin, start_running

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


def make_begun_job(owner: User) -> GenerationJob:
    """Return a running job whose first task is in progress at a worker that will not be heard of again."""
    job = start_running(make_funnel(owner))
    first = begin(job, 1)
    GenerationTask.objects.filter(pk=first.task_id).update(
        lease_expires_at=timezone.now() - timedelta(seconds=1)
    )
    return job
