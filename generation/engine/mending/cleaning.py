"""What has had its day, deleted once an hour. Content stays."""

from contextlib import suppress
from datetime import timedelta

from django.utils import timezone

from generation.app_settings import JOB_RETENTION_DAYS
from generation.engine.apart import apart
from generation.engine.exporting.requests import forget_old_exports
from generation.engine.outbox.upkeep import forget_old_deliveries
from generation.engine.verbs import idempotency
from generation.engine.verbs.deletion import delete_job
from generation.errors import JobOpenError
from generation.models import AuditEntry, GenerationJob, IdempotencyKey, ProcessBeat
from generation.states import OPEN_JOB
from settings_app import store

DEEDS_KEPT = timedelta(days=2 * 365)
"""For how long the audit log remembers who did what."""


def clean_up() -> None:
    """Delete the records of jobs that ended long ago, and what else has had its day. Content stays."""
    now = timezone.now()
    ended = GenerationJob.objects.exclude(status__in=OPEN_JOB).filter(
        completed_at__lt=now - timedelta(days=store.get(JOB_RETENTION_DAYS))
    )
    for job in ended.only("pk"):
        with apart(job=str(job.pk)), suppress(JobOpenError):  # resumed
            delete_job(job)
    forget_old_exports()
    forget_old_deliveries()
    IdempotencyKey.objects.filter(created_at__lt=now - idempotency.KEPT).delete()
    AuditEntry.objects.filter(at__lt=now - DEEDS_KEPT).delete()
    ProcessBeat.objects.filter(at__lt=now - timedelta(days=1)).delete()
