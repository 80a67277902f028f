"""Jobs that have run for longer than a job may."""

from datetime import timedelta

from django.db.models.functions import Now

from generation.app_settings import JOB_TIMEOUT_MINUTES
from generation.engine.apart import apart
from generation.engine.running.settling import fail_job, give_back_all
from generation.models import GenerationJob
from generation.models.moves import locked_job
from generation.states import JobStatus
from settings_app import store


def expire_jobs() -> None:
    """Fail the jobs that have run for longer than a job may; what is finished stays."""
    minutes = store.get(JOB_TIMEOUT_MINUTES)
    overdue = GenerationJob.objects.filter(
        status=JobStatus.RUNNING, started_at__lt=Now() - timedelta(minutes=minutes)
    )
    for job_id in overdue.values_list("pk", flat=True):
        with apart(job=str(job_id)), locked_job(job_id) as locked:
            if locked.job.status == JobStatus.RUNNING:
                give_back_all([locked])
                fail_job(locked, "job_timeout", f"The job was not finished within {minutes} minutes.")
