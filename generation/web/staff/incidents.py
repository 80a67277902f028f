"""Open incidents as the queue page shows them, and the trial that staff need not wait for."""

from dataclasses import dataclass
from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from generation.causes import cause_of
from generation.engine.gate.incident_notices import jobs_kept_by
from generation.engine.gate.incidents import send_trial_now, what_is_wrong
from generation.engine.standing.reach import viewer_of
from generation.models import ProviderIncident
from generation.web.access import person
from generation.web.failures import act
from generation.web.staff.gate import staff_only


@dataclass(frozen=True, kw_only=True)
class IncidentShown:
    """An open incident, in a sentence, and how many runs wait for its end."""

    incident: ProviderIncident
    says: str
    remedy: str
    waiting: int


def open_incidents() -> list[IncidentShown]:
    """Return them in one query while there are none."""
    return [
        IncidentShown(
            incident=incident,
            says=what_is_wrong(incident).removesuffix("."),
            remedy=cause_of(incident.code).remedy,
            waiting=jobs_kept_by(incident).count(),
        )
        for incident in ProviderIncident.objects.filter(closed_at=None)
    ]


@staff_only
@require_POST
def try_incident(request: HttpRequest, incident_id: int) -> HttpResponse:
    """Have a worker try the provider now; the page says what came of it when it is looked at again."""
    if not viewer_of(person(request)).operates:
        raise PermissionDenied("Providers are tried by those who operate jobs.")
    incident = get_object_or_404(ProviderIncident, pk=incident_id)
    says = "A worker asks the AI service now. If it answers, everything goes on by itself."
    act(request, partial(send_trial_now, incident), says=says)
    return HttpResponseRedirect(reverse("queue"))
