"""Of each kind one job is open at most: what it means when the database refuses to write another."""

from django.db import IntegrityError

from generation.engine.database import was_deleted
from generation.errors import JobOpenError
from generation.models import Funnel, GenerationJob
from generation.states import OPEN_JOB


def refusal_of(error: IntegrityError, job: GenerationJob) -> Exception:
    """Return as an error of ours why the database did not take the open job."""
    if was_deleted(error):
        return Funnel.DoesNotExist("The funnel was deleted meanwhile.")
    open_jobs = GenerationJob.objects.filter(
        funnel=job.funnel, blueprint=job.blueprint, subject=job.subject, status__in=OPEN_JOB
    )
    return JobOpenError(str(open_jobs.values_list("pk", flat=True).first() or ""))
