"""Deleting a job, or a person with their jobs: refused while one is open, for a worker may be writing it."""

from django.contrib.auth.models import User
from django.db import transaction

from generation.errors import JobOpenError
from generation.models import Funnel, GenerationJob
from generation.models.moves import locked_job


def delete_job(job: GenerationJob) -> None:
    """Delete the record of an ended job; its content stays. Raises JobOpenError where it is open."""
    with locked_job(job.pk) as locked:
        if locked.job.is_open:
            raise JobOpenError(str(job.pk))
        locked.job.delete()


def delete_owner(user: User) -> None:
    """Delete the person with their funnels; raises JobOpenError while one of their jobs is open.

    The locks keep a start or a resume from coming in between.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        list(Funnel.objects.select_for_update().filter(owner=user).order_by("pk"))
        jobs = GenerationJob.objects.select_for_update(of=("self",)).filter(funnel__owner=user).order_by("pk")
        if open_job := next((job for job in jobs.defer("brief") if job.is_open), None):
            raise JobOpenError(str(open_job.pk))
        user.delete()
