"""Which addresses are confirmed, and the links that confirm one.

Letters go to no other. Where they go to no mail server, but stand in the log, there is nothing to confirm.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.db import transaction
from django.db.models import F, Q

from generation.models import Preferences
from generation.models.deeds import note_deed

LASTS = timedelta(days=3)
"""How long the link of a letter is good."""

_SALT = "generation.address"
_NO_MAIL = "django.core.mail.backends.console.EmailBackend"


@dataclass(frozen=True, kw_only=True)
class GivenAddress:
    """An address that an account gave as its own."""

    user: User
    address: str


def must_confirm() -> bool:
    """Whether letters leave the house at all."""
    return bool(settings.ENV.email["EMAIL_BACKEND"] != _NO_MAIL)


def is_unconfirmed(user: User) -> bool:
    """Whether the account has an address that no letter goes to before it is confirmed."""
    return bool(user.email) and not User.objects.filter(may_be_written_to(), pk=user.pk).exists()


def may_be_written_to() -> Q:
    """Return which people letters go to."""
    is_confirmed = Q(preferences__confirmed_email=F("email")) if must_confirm() else Q()
    return is_confirmed & ~Q(email="")


def token_for(user_id: int, address: str) -> str:
    """Return what the link of a letter confirms with; from now on it is good for some days."""
    return signing.dumps([user_id, address], salt=_SALT)


def find_given(token: str) -> GivenAddress | None:
    """Return what the link of a letter confirms, None where it is no longer good."""
    try:
        user_id, address = signing.loads(token, salt=_SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=user_id, email=address, is_active=True).first()
    return GivenAddress(user=user, address=address) if user else None


def confirm(given: GivenAddress) -> None:
    """Let letters go to the address, for as long as it is the account's, and note that it was confirmed."""
    user, address = given.user, given.address
    with transaction.atomic():
        preferences, _ = Preferences.objects.select_for_update().get_or_create(user=user)
        if preferences.confirmed_email == address:
            return
        preferences.confirmed_email = address
        preferences.save(update_fields=["confirmed_email"])
        note_deed("address_confirmed", target="user", target_id=user.pk, name=user.get_username())
