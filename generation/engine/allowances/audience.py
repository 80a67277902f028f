"""Whom a setting means: everyone, staff, or the people and groups it names."""

from django.contrib.auth.models import User

from generation.app_settings import (
    EVERYONE,
    GENERATION_ENABLED,
    GENERATION_ENABLED_FOR,
    HIGH_PRIORITY_FOR,
    STAFF,
)
from generation.engine.allowances.reasons import Reason
from generation.listed import words_of
from generation.models import GenerationJob
from generation.states import JobStatus
from settings_app.schema import Values

_SWITCHED_OFF = "Generation is switched off at present. What is written stays; try again later."
_OFF = Reason(code="generation_off", to_owner=_SWITCHED_OFF, to_others=_SWITCHED_OFF)
_NOT_FOR_THEM = Reason(
    code="generation_off",
    to_owner="Generation is not switched on for you yet. Ask an administrator.",
    to_others="Generation is not switched on for its owner.",
)


def is_meant(audience: str, user: User) -> bool:
    """Whether the user is one of those whom the setting's text means; names are compared without case."""
    words = words_of(audience)
    if EVERYONE in words or (STAFF in words and user.is_staff) or user.get_username().casefold() in words:
        return True
    return any(group.name.casefold() in words for group in user.groups.all())


def may_choose_high(owner: User, values: Values) -> bool:
    """Whether this person may give their own jobs high priority."""
    return is_meant(values[HIGH_PRIORITY_FOR], owner)


def check_may_generate(owner: User, values: Values) -> None:
    """Raise NotAllowedError while nothing may be generated for this person."""
    if reason := closed_because(owner, values):
        raise reason.as_error(owner.pk)


def closed_because(owner: User, values: Values) -> Reason | None:
    """Return why nothing may be generated for this person at present; None where it may."""
    if not values[GENERATION_ENABLED]:
        return _OFF
    return None if is_meant(values[GENERATION_ENABLED_FOR], owner) else _NOT_FOR_THEM


def barred_owners(values: Values) -> list[int]:
    """Return the ids of those who have jobs in line and for whom none may begin."""
    if EVERYONE in words_of(values[GENERATION_ENABLED_FOR]):
        return []
    queued = GenerationJob.objects.filter(status=JobStatus.QUEUED)
    owners = User.objects.only("username", "is_staff").prefetch_related("groups")
    theirs = owners.filter(pk__in=queued.values("owner"))
    return [owner.pk for owner in theirs if not is_meant(values[GENERATION_ENABLED_FOR], owner)]
