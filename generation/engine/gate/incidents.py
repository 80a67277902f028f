"""Incidents: a provider lets nobody in, until a trial or a person says that it does again.

The first refused call opens one. While it is open no other call goes to that provider: their tasks hold. A
worker asks a trifle every fifteen seconds, and its first answer closes the incident. What goes on then is in
`mending/let_in_again.py`.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from generation.engine.broker import courier
from generation.engine.outbox.news import tell_staff
from generation.engine.writers.choice import Writer, roles_named
from generation.engine.writers.trial import try_access
from generation.errors import AttemptError, NotAllowedError, ProviderError
from generation.models import ProviderIncident, TaskAttempt
from generation.models.deeds import note_deed
from generation.providers import failures, spec_of
from generation.providers.prices import only_draws
from generation.states import About, Role
from settings_app import store
from settings_app.schema import TrialError

log = structlog.get_logger(__name__)

TRIAL_EVERY = timedelta(seconds=15)
_QUEUE_PAGE = "/queue/"

_WRONG = {
    failures.UNAUTHORISED.code: "The AI service refuses our key.",
    failures.FORBIDDEN.code: "The AI service does not let us in.",
    failures.SPEND_LIMIT.code: "The spending limit at the AI service is reached.",
}

_ONLY_A_PICTURE_TELLS = (
    "Only a picture would tell whether its model is ours to use, and none is paid for to find out: close the "
    "incident once the cause is mended, or name another illustrator."
)
_HELD_TOO_LONG = "incident"


def opens_incident(error: AttemptError) -> bool:
    """Whether every other call would fail like this one until somebody mends the cause."""
    return isinstance(error, ProviderError) and error.code in _WRONG


def is_by_incident(code: str) -> bool:
    """Whether what failed by this code goes on when an incident is over, and needs nothing else."""
    return code in _WRONG or code == _HELD_TOO_LONG


def what_is_wrong(incident: ProviderIncident) -> str:
    """Return in a sentence for everybody why the provider lets nobody in."""
    return _WRONG.get(incident.code, "The AI service lets nobody in.")


def note_incident(
    error: AttemptError, facts: Mapping[str, Any], *, attempt_id: int, now: datetime
) -> ProviderIncident:
    """Return the incident by which a call was refused; this error opens it where there is none.

    `facts` is what is known of the attempt, by the names of its columns. A call that began before an incident
    was closed says nothing of how things are since: it belongs to that one, and opens no other.
    """
    of_provider = ProviderIncident.objects.filter(provider=facts["provider"])
    began = TaskAttempt.objects.values_list("started_at", flat=True).get(pk=attempt_id)
    mended = of_provider.filter(closed_at__gte=began).order_by("-closed_at").first()
    if mended and not of_provider.filter(closed_at=None).exists():
        return mended
    incident, is_new = ProviderIncident.objects.get_or_create(
        provider=facts["provider"],
        closed_at=None,
        defaults={
            "model": facts["model"],
            "code": error.code,
            "message": error.sentence,
            "opened_at": now,
            "last_trial_at": now,
        },
    )
    if is_new:
        log.error("A provider lets nobody in", provider=incident.provider, code=error.code)
        tell_staff(About.INCIDENT, _facts(incident), now=now)
    return incident


def _facts(incident: ProviderIncident) -> dict[str, str]:
    return {
        "provider": incident.service,
        "wrong": what_is_wrong(incident),
        "message": incident.message,
        "url": f"{settings.ENV.public_url}{_QUEUE_PAGE}",
    }


def send_due_trials() -> int:
    """Have a worker try each provider with an open incident, once in every TRIAL_EVERY; return how many."""
    due = ProviderIncident.objects.filter(closed_at=None, last_trial_at__lte=Now() - TRIAL_EVERY)
    sent = 0
    for incident_id in due.values_list("pk", flat=True):
        if due.filter(pk=incident_id).update(**_ONE_TRIAL_MORE):  # and nobody has just sent another
            courier.send_trial(incident_id, expires_seconds=TRIAL_EVERY.total_seconds())
            sent += 1
    return sent


def send_trial_now(incident: ProviderIncident) -> None:
    """Have a worker try the provider at once. Raises NotAllowedError where the incident is over."""
    with transaction.atomic():
        if not ProviderIncident.objects.filter(pk=incident.pk, closed_at=None).update(**_ONE_TRIAL_MORE):
            raise NotAllowedError("incident_over", "This incident is over; there is nothing to try.")
        _note("incident_tried", incident)
    courier.send_trial(incident.pk, expires_seconds=TRIAL_EVERY.total_seconds())


_ONE_TRIAL_MORE = {"last_trial_at": Now(), "trial_count": F("trial_count") + 1}


def try_provider(incident_id: int) -> bool:
    """Ask the provider of an open incident a trifle; any answer closes it. Return whether it answered.

    To be called by a worker: it is the workers' key that has to be let in.
    """
    incident = ProviderIncident.objects.filter(pk=incident_id, closed_at=None).first()
    if incident is None:
        return False
    try:
        answered = _ask_a_trifle(incident)
    except TrialError as refusal:
        ProviderIncident.objects.filter(pk=incident_id).update(last_trial_message=str(refusal))
        return False
    return _close(incident, answered)


def _ask_a_trifle(incident: ProviderIncident) -> str:
    """Return in a sentence that the provider lets us in again. Raises TrialError where it does not.

    It asks who was refused while the settings name it, else whom they name by now of its provider, if any: a
    model that we may not use is mended by naming another. No picture is drawn, which would be paid for.
    """
    refused = Writer(incident.provider, incident.model)
    roles = roles_named(store.read_all())
    named = [writer for writer in roles if writer.provider == incident.provider]
    writer = refused if refused in named or not named else named[0]
    if writer not in roles and only_draws(writer.provider, writer.model):
        return try_access(writer, Role.ILLUSTRATOR)  # nobody waits for its pictures any more
    if roles.get(writer) == Role.ILLUSTRATOR:
        return _ask_illustrator(writer, incident)
    return try_access(writer)


def _ask_illustrator(writer: Writer, incident: ProviderIncident) -> str:
    """Ask in a way that is free whether a key is good again, and by a short text whether there is money."""
    spec = spec_of(writer.provider)
    if incident.code == failures.SPEND_LIMIT.code and spec.writes:
        return try_access(Writer(writer.provider, spec.default_model))
    if incident.code != failures.UNAUTHORISED.code and writer.model == incident.model:
        raise TrialError(_ONLY_A_PICTURE_TELLS)
    return try_access(writer, Role.ILLUSTRATOR)


def close_incident(incident: ProviderIncident, *, by: str) -> None:
    """Close the incident by hand; the next refused call opens another. Raises NotAllowedError if it is."""
    with transaction.atomic():
        if not _close(incident, f"Closed by {by}, without an answer.", by=by):
            raise NotAllowedError("incident_over", "This incident is over already.")
        _note("incident_closed", incident)


def _close(incident: ProviderIncident, says: str, *, by: str = "") -> bool:
    still_open = ProviderIncident.objects.filter(pk=incident.pk, closed_at=None)
    is_ours = bool(still_open.update(closed_at=Now(), closed_by=by, last_trial_message=says))
    if is_ours:
        log.info("An incident is over", provider=incident.provider, reason=says)
    return is_ours


def _note(deed: str, incident: ProviderIncident) -> None:
    note_deed(deed, target="incident", target_id=incident.pk, name=str(incident))
