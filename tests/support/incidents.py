"""A provider that lets nobody in: its incident, and the jobs that it stops or holds."""

from datetime import timedelta
from typing import Any

from django.db.models.functions import Now
from django.utils import timezone

from generation.engine.gate.barriers import INCIDENT
from generation.engine.gate.holds import hold_task
from generation.engine.running.outcomes import fail_attempt
from generation.errors import ProviderError
from generation.models import GenerationJob, GenerationTask, ProviderIncident
from generation.models.claims import Claim
from generation.providers.failures import UNAUTHORISED
from tests.support.jobs import FACTS, begin, task_at

REFUSED = UNAUTHORISED.error(status=401)


def refuse(claim: Claim, error: ProviderError = REFUSED, *, provider: str = "anthropic") -> None:
    """Have the provider refuse the call of this attempt."""
    fail_attempt(claim, error, FACTS | {"provider": provider, "model": "claude-next", "cost_micro_usd": 0})


def stop_by_incident(job: GenerationJob, position: int = 1) -> ProviderIncident:
    """Fail the running job's task at that position as a wrong key does; return the incident."""
    refuse(begin(job, position))
    job.refresh_from_db()
    assert job.incident is not None
    return job.incident


def hold_by_incident(job: GenerationJob, position: int = 1, *, provider: str = "anthropic") -> GenerationTask:
    """Hold the running job's task at that position, as its message does while an incident is open."""
    job.refresh_from_db()
    says = "The AI service refuses our key."
    hold_task(task_at(job, position).pk, job.epoch, code=INCIDENT, message=says, held_by=provider)
    return task_at(job, position)


def end(incident: ProviderIncident, *, ago: timedelta = timedelta()) -> None:
    """Close the incident, so long ago, as a trial that was answered does."""
    ProviderIncident.objects.filter(pk=incident.pk).update(closed_at=Now() - ago)


def make_incident(provider: str = "anthropic", **fields: Any) -> ProviderIncident:
    """Write an open incident of a refused key, just opened."""
    now = timezone.now()
    known = {"model": "claude-next", "code": "unauthorised", "message": REFUSED.message}
    times = {"opened_at": now, "last_trial_at": now}
    return ProviderIncident.objects.create(provider=provider, **known | times | fields)
