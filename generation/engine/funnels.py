"""The verb of a funnel that its jobs have a say in: deleting it."""

from django.db import transaction

from generation.errors import JobOpenError
from generation.models import Funnel
from generation.states import OPEN_JOB


def delete_funnel(funnel: Funnel) -> None:
    """Delete the funnel with its jobs and content; raises JobOpenError while one of its jobs is open.

    The row lock keeps a start from coming in between: its job refers to the funnel.
    """
    with transaction.atomic():
        Funnel.objects.select_for_update().get(pk=funnel.pk)
        if open_job := funnel.jobs.filter(status__in=OPEN_JOB).first():
            raise JobOpenError(str(open_job.pk))
        funnel.delete()
