"""Whom an incident was told: staff and those whose runs it keeps, each once, and that it is over."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from generation.engine.gate.barriers import INCIDENT
from generation.models import GenerationJob, GenerationTask, IncidentNotice, ProviderIncident
from generation.states import JobStatus


@dataclass(frozen=True, kw_only=True)
class IncidentNews:
    """What a person is to be told now: incidents that have begun, and those told of that are over."""

    begun: tuple[ProviderIncident, ...]
    over: tuple[ProviderIncident, ...]


@dataclass(frozen=True, kw_only=True)
class IncidentSigns:
    """What of incidents a page has to know: whether there is news, and which that was told of go on."""

    has_news: bool
    told: tuple[int, ...]


def signs_of_incidents(user: User) -> IncidentSigns:
    """Return them in one query while no incident is open and all is told."""
    mine = IncidentNotice.objects.filter(incident=OuterRef("pk"), user=user)
    concern = ProviderIncident.objects.annotate(is_told=Exists(mine)).filter(
        Q(closed_at=None) | Q(notices__user=user, notices__answered_at=None)
    )
    found = list(concern.order_by("pk").distinct())
    untold = [incident for incident in found if not incident.is_told]
    is_over = any(not incident.is_open for incident in found)
    return IncidentSigns(
        has_news=is_over or any(_concerns(incident, user) for incident in untold),
        told=tuple(incident.pk for incident in found if incident.is_told and incident.is_open),
    )


def claim_incident_news(user: User) -> IncidentNews:
    """Note that the person is told; return what they were not told of before."""
    begun = [
        incident.pk
        for incident in ProviderIncident.objects.filter(closed_at=None)
        if _concerns(incident, user)
    ]
    with connection.cursor() as cursor:
        cursor.execute(_TELL, {"user": user.pk, "incidents": begun})
        told = [incident for (incident,) in cursor.fetchall()]
        cursor.execute(_ANSWER, {"user": user.pk})
        answered = [incident for (incident,) in cursor.fetchall()]
    return IncidentNews(begun=_incidents(told), over=_incidents(answered))


def jobs_kept_by(incident: ProviderIncident) -> QuerySet[GenerationJob]:
    """Return the jobs that it made fail, and those it holds."""
    return GenerationJob.objects.filter(_kept_by(incident))


def _concerns(incident: ProviderIncident, user: User) -> bool:
    return user.is_staff or jobs_kept_by(incident).filter(owner=user).exists()


def _kept_by(incident: ProviderIncident) -> Q:
    held = GenerationTask.objects.filter(job=OuterRef("pk"), hold=INCIDENT, held_by=incident.provider)
    return Q(status=JobStatus.FAILED, incident=incident) | Q(Exists(held), status=JobStatus.RUNNING)


def _incidents(ids: list[int]) -> tuple[ProviderIncident, ...]:
    return tuple(ProviderIncident.objects.filter(pk__in=ids).order_by("opened_at")) if ids else ()


_TELL = """
INSERT INTO incident_notices (user_id, incident_id, told_at)
SELECT %(user)s, id, clock_timestamp() FROM provider_incidents WHERE id = ANY(%(incidents)s::bigint[])
ON CONFLICT DO NOTHING
RETURNING incident_id
"""

_ANSWER = """
UPDATE incident_notices SET answered_at = clock_timestamp()
  FROM provider_incidents AS incident
 WHERE incident.id = incident_id AND incident.closed_at IS NOT NULL
   AND user_id = %(user)s AND answered_at IS NULL
RETURNING incident_id
"""
