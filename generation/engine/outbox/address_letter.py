"""An address is asked whose it is: whoever enters somebody else's sends them this letter, and no other."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from generation.engine.outbox.confirmed import is_unconfirmed
from generation.engine.outbox.news import write_letter
from generation.errors import NotAllowedError
from generation.models import Delivery
from generation.states import About, Channel

MOST_LETTERS = 3
"""How many letters of this kind may be written within an hour, by one person or to one address."""

MOST_A_DAY = 6
"""How many within a day."""

_LIMITS = ((MOST_LETTERS, timedelta(hours=1), "the hour"), (MOST_A_DAY, timedelta(days=1), "a day"))


def ask_to_confirm(user: User) -> str | None:
    """Write to the account's address with a link that confirms it, and return the address.

    Where there is nothing to confirm, do nothing, and return None. Raises NotAllowedError
    ("too_many_letters"), and User.DoesNotExist where the user is gone.
    """
    with transaction.atomic():
        locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)  # who asks at once waits here
        if not is_unconfirmed(locked):
            return None
        _refuse_too_many(locked)
        write_letter(locked, About.ADDRESS, _facts(locked))
        return locked.email


def _refuse_too_many(user: User) -> None:
    for most, within, in_words in _LIMITS:
        if _written_to(user, within) >= most:
            raise NotAllowedError(
                "too_many_letters",
                f"{most} letters were sent within {in_words}. Look among the spam, or ask later.",
            )


def _facts(user: User) -> dict[str, Any]:
    return {"user": user.pk, "address": user.email, "name": user.get_username()}


def _written_to(user: User, within: timedelta) -> int:
    """Return how many were written to this person or this address, whoever entered it and however spelt."""
    lately = Q(created_at__gt=Now() - within, channel=Channel.EMAIL, about=About.ADDRESS)
    to_them = Q(user=user) | Q(payload__address__iexact=user.email)
    return Delivery.objects.filter(lately, to_them).count()
