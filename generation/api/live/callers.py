"""Who watches, and whether they still may: signed out, switched off or no longer staff, they may not."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.utils import timezone
from knox.models import AuthToken
from rest_framework.request import Request

from generation.api.access import user_of
from generation.engine.verbs.tokens import good_tokens


@dataclass(frozen=True, kw_only=True, repr=False)
class Caller:
    """By what somebody was let in: a session and what a new password changes of it, or a token's digest."""

    user_id: int
    is_staff: bool
    session: tuple[str, str] | None = None
    token: str | None = None


def caller_of(request: Request) -> Caller:
    """Return the caller of a request that was let in."""
    user = user_of(request)
    if isinstance(request.auth, AuthToken):
        return Caller(user_id=user.pk, is_staff=user.is_staff, token=request.auth.digest)
    key = request.session.session_key or ""
    return Caller(user_id=user.pk, is_staff=user.is_staff, session=(key, user.get_session_auth_hash()))


def still_let_in(callers: Collection[Caller]) -> set[Caller]:
    """Return those that would be let in now as they were then, in three queries at most."""
    users = User.objects.filter(is_active=True).in_bulk({caller.user_id for caller in callers})
    keys = {caller.session[0] for caller in callers if caller.session}
    digests = {caller.token for caller in callers if caller.token}
    sessions = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    tokens = good_tokens().filter(digest__in=digests)
    alive = {*sessions.values_list("pk", flat=True), *tokens.values_list("digest", flat=True)}
    return {caller for caller in callers if _holds(caller, users.get(caller.user_id), alive)}


def _holds(caller: Caller, user: User | None, alive: Collection[str]) -> bool:
    if user is None or user.is_staff != caller.is_staff:
        return False
    if caller.session is None:
        return caller.token in alive
    key, proof = caller.session
    return key in alive and proof == user.get_session_auth_hash()
