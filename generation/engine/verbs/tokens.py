"""Tokens of the API: made under a name, and noted when they let somebody in."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from knox.models import AuthToken

from generation.errors import InvalidRequestError, NotAllowedError
from generation.models import NamedToken
from generation.texts import wrong_with_name

MOST_TOKENS = 20
_NOTED_EVERY = timedelta(minutes=1)  # not each request of a busy program is worth a write


def make_token(owner: User, *, name: str) -> str:
    """Return a new token, which is kept nowhere: only its digest is.

    Raises InvalidRequestError where it cannot be called so, NotAllowedError ("too_many_tokens"), and
    User.DoesNotExist where the owner is gone.
    """
    if wrong := _wrong_with(name):
        raise InvalidRequestError({"name": wrong})
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=owner.pk)  # who asks at once waits here
        if good_tokens().filter(user=owner).count() >= MOST_TOKENS:
            raise NotAllowedError(
                "too_many_tokens", f"There may be {MOST_TOKENS} tokens at most. Revoke one first."
            )
        row, token = AuthToken.objects.create(owner)
        NamedToken.objects.create(token=row, name=name)
    return str(token)


def good_tokens() -> QuerySet[AuthToken]:
    """Return the tokens that let somebody in: those that have expired may still be there."""
    good: QuerySet[AuthToken] = AuthToken.objects.filter(Q(expiry=None) | Q(expiry__gt=timezone.now()))
    return good


def note_use(token: AuthToken) -> None:
    now = timezone.now()
    is_due = Q(last_used_at=None) | Q(last_used_at__lt=now - _NOTED_EVERY)
    NamedToken.objects.filter(is_due, token=token).update(last_used_at=now)


def _wrong_with(name: str) -> str:
    if len(name) > NamedToken.LONGEST_NAME:
        return f"Write a name of up to {NamedToken.LONGEST_NAME} characters."
    return wrong_with_name(name)
