"""Tokens of the API: made under a name, and noted when they let somebody in."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from knox.models import AuthToken

from generation.models import NamedToken

LONGEST_NAME = 80
MOST_TOKENS = 20
_NOTED_EVERY = timedelta(minutes=1)  # not each request of a busy program is worth a write


class TooManyTokensError(Exception):
    """One has as many tokens as one may have."""

    def __init__(self) -> None:
        super().__init__(f"There may be {MOST_TOKENS} tokens at most. Revoke one first.")


def make_token(owner: User, *, name: str) -> str:
    """Return a new token, which is kept nowhere: only its digest is.

    Raises TooManyTokensError, and User.DoesNotExist where the owner is gone.
    """
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=owner.pk)  # who asks at once waits here
        if AuthToken.objects.filter(user=owner).count() >= MOST_TOKENS:
            raise TooManyTokensError
        row, token = AuthToken.objects.create(owner)
        NamedToken.objects.create(token=row, name=name)
    return str(token)


def note_use(token: AuthToken) -> None:
    now = timezone.now()
    is_due = Q(last_used_at=None) | Q(last_used_at__lt=now - _NOTED_EVERY)
    NamedToken.objects.filter(is_due, token=token).update(last_used_at=now)
