"""What the reconciler makes of jobs nobody else would mend."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from generation.app_settings import JOB_TIMEOUT_MINUTES, MAX_WORKER_LOSSES
from generation.engine.jobs import start_job
from generation.engine.reconcile import expire_jobs, recover_lost_tasks
from generation.models import GenerationJob, GenerationTask, TaskAttempt
from generation.models.claims import claim_task
from generation.states import AttemptOutcome, JobStatus, TaskStatus
from settings_app import store
from tests.support.funnels import make_funnel, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def begun_job(owner) -> GenerationJob:
    """Return a running job whose first task is in progress at a worker that will not be heard of again."""
    job = start_job(make_funnel(owner))
    first = job.tasks.get(position=1)
    assert claim_task(
        first.pk, epoch=1, token=uuid4(), lease_seconds=20, timeout_seconds=60, worker="gone", settings="{}"
    )
    GenerationTask.objects.filter(pk=first.pk).update(lease_expires_at=timezone.now() - timedelta(seconds=1))
    return job


def test_a_job_that_cannot_be_mended_does_not_keep_the_others_waiting():
    store.save({MAX_WORKER_LOSSES.key: 0}, changed_by=None)
    owner = make_user()
    odd, whole, odd_too = (begun_job(owner) for _ in range(3))
    GenerationJob.objects.filter(pk__in=[odd.pk, odd_too.pk]).update(status=JobStatus.COMPLETED)

    assert recover_lost_tasks() == 1

    whole.refresh_from_db()
    assert whole.error_code == "worker_lost"


def test_a_job_that_ran_for_too_long_leaves_nothing_running():
    job = begun_job(make_user())
    minutes = store.get(JOB_TIMEOUT_MINUTES)
    GenerationJob.objects.update(started_at=timezone.now() - timedelta(minutes=minutes + 1))

    expire_jobs()

    job.refresh_from_db()
    assert (job.status, job.error_code) == (JobStatus.FAILED, "job_timeout")
    assert set(job.tasks.values_list("status", flat=True)) == {TaskStatus.PENDING}
    attempt = TaskAttempt.objects.get(task__job=job)
    assert attempt.outcome == AttemptOutcome.CANCELLED
    assert attempt.ended_at is not None
