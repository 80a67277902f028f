"""Jobs that ran for too long."""

from datetime import timedelta

import pytest
from django.utils import timezone

from generation.app_settings import JOB_TIMEOUT_MINUTES
from generation.engine.mending.expiry import expire_jobs
from generation.models import GenerationJob, TaskAttempt
from generation.states import AttemptOutcome, JobStatus, TaskStatus
from settings_app import store
from tests.support.funnels import make_user
from tests.support.recovery import make_begun_job

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_job_that_ran_for_too_long_leaves_nothing_running():
    job = make_begun_job(make_user())
    minutes = store.get(JOB_TIMEOUT_MINUTES)
    GenerationJob.objects.update(started_at=timezone.now() - timedelta(minutes=minutes + 1))

    expire_jobs()

    job.refresh_from_db()
    assert (job.status, job.error_code) == (JobStatus.FAILED, "job_timeout")
    assert set(job.tasks.values_list("status", flat=True)) == {TaskStatus.PENDING}
    attempt = TaskAttempt.objects.get(task__job=job)
    assert attempt.outcome == AttemptOutcome.CANCELLED
    assert attempt.ended_at is not None
