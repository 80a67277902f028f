"""Incidents: a provider lets nobody in, and what goes on by itself once it does again.

The first refused call opens one. While it is open no other call goes to that provider: their tasks hold. A
worker asks a trifle every fifteen seconds; its first answer closes the incident, those that hold are let go,
and the jobs that had failed by it are resumed, a few at a time.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db.models import F, Q
from django.db.models.functions import Now

from generation.engine import courier
from generation.engine.jobs import resume_job
from generation.engine.trial import try_writer
from generation.engine.writers import Writer
from generation.errors import AttemptError, NotAllowedError, ProviderError
from generation.models import GenerationJob, ProviderIncident
from generation.providers import failures
from generation.states import JobStatus
from settings_app.schema import TrialError

log = structlog.get_logger(__name__)

TRIAL_EVERY = timedelta(seconds=15)
WAVE = 10
"""How many failed jobs one turn of the reconciler resumes; their calls pass the provider's gate besides."""

_CODES = frozenset({failures.UNAUTHORISED.code, failures.FORBIDDEN.code, failures.SPEND_LIMIT.code})


def opens_incident(error: AttemptError) -> bool:
    """Whether every other call would fail like this one until somebody mends the cause."""
    return isinstance(error, ProviderError) and error.code in _CODES


def note_incident(error: AttemptError, facts: Mapping[str, Any], now: datetime) -> ProviderIncident:
    """Return the open incident of the provider that refused a call; this error opens it where there is none.

    `facts` is what is known of the attempt, by the names of its columns.
    """
    incident, is_new = ProviderIncident.objects.get_or_create(
        provider=facts["provider"],
        closed_at=None,
        defaults={
            "model": facts["model"],
            "code": error.code,
            "message": error.message,
            "opened_at": now,
            "last_trial_at": now,
        },
    )
    if is_new:
        log.error("A provider lets nobody in", provider=incident.provider, code=error.code)
    return incident


def send_due_trials() -> int:
    """Have a worker try each provider with an open incident, once in every TRIAL_EVERY; return how many."""
    due = ProviderIncident.objects.filter(closed_at=None, last_trial_at__lte=Now() - TRIAL_EVERY)
    sent = 0
    for incident in due:
        claimed = due.filter(pk=incident.pk).update(last_trial_at=Now(), trial_count=F("trial_count") + 1)
        if claimed:
            courier.send_trial(incident.pk)
            sent += 1
    return sent


def try_provider(incident_id: int) -> bool:
    """Ask the provider of an open incident a trifle; its answer closes it. Return whether it answered."""
    incident = ProviderIncident.objects.filter(pk=incident_id, closed_at=None).first()
    if incident is None:
        return False
    try:
        answered = try_writer(Writer(incident.provider, incident.model))
    except TrialError as refusal:
        ProviderIncident.objects.filter(pk=incident_id).update(last_trial_message=str(refusal))
        return False
    closed = ProviderIncident.objects.filter(pk=incident_id, closed_at=None)
    closed.update(closed_at=Now(), last_trial_message=answered)
    log.info("A provider answers again", provider=incident.provider)
    return True


def resume_stopped_jobs() -> int:
    """Resume some of the jobs that failed by an incident which is over, the oldest first; return how many."""
    stopped = GenerationJob.objects.filter(
        Q(incident__closed_at__isnull=False), status=JobStatus.FAILED
    ).order_by("completed_at")
    resumed = 0
    for job in stopped[:WAVE]:
        try:
            resume_job(job)
            resumed += 1
        except NotAllowedError as refusal:  # its owner has begun another, or may not begin any more
            GenerationJob.objects.filter(pk=job.pk).update(incident=None)
            log.info("A stopped job was not resumed", job=str(job.pk), reason=refusal.message)
    return resumed
