"""What has had its day, deleted once an hour. Content stays."""

from contextlib import suppress
from datetime import timedelta

from django.utils import timezone

from generation.app_settings import JOB_RETENTION_DAYS
from generation.engine.apart import apart
from generation.engine.content.pictures import forget_loose_pictures
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
    """Delete the records of jobs that ended long ago, and what else has had its day. Content stays.

    Where something cannot be deleted now, the rest is all the same; an hour later it is tried again.
    """
    for step in _STEPS:
        with apart(step=step.__name__):
            step()


def _forget_old_jobs() -> None:
    kept = timedelta(days=store.get(JOB_RETENTION_DAYS))
    ended = GenerationJob.objects.exclude(status__in=OPEN_JOB).filter(completed_at__lt=timezone.now() - kept)
    for job in ended.only("pk"):
        with apart(job=str(job.pk)), suppress(JobOpenError):  # resumed
            delete_job(job)


def _forget_old_keys() -> None:
    IdempotencyKey.objects.filter(created_at__lt=timezone.now() - idempotency.KEPT).delete()


def _forget_old_deeds() -> None:
    AuditEntry.objects.filter(at__lt=timezone.now() - DEEDS_KEPT).delete()


def _forget_old_beats() -> None:
    ProcessBeat.objects.filter(at__lt=timezone.now() - timedelta(days=1)).delete()


_STEPS = (
    _forget_old_jobs,
    forget_old_exports,
    forget_loose_pictures,
    forget_old_deliveries,
    _forget_old_keys,
    _forget_old_deeds,
    _forget_old_beats,
)
