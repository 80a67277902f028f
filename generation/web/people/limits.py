"""Limits on guessing, on sign-ups and on mail, counted by address and wide enough for an office behind one.

Nobody is turned away while Redis cannot count.
"""

from dataclasses import dataclass

import redis
import structlog
from django.core.cache import cache
from django.http import HttpRequest

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Limit:
    """How many times within so many seconds one address may do what `name` names."""

    name: str
    times: int
    seconds: int


GUESSES = Limit(name="sign-in", times=10, seconds=300)
SIGN_UPS = Limit(name="sign-up", times=20, seconds=3600)
RESETS = Limit(name="password-reset", times=10, seconds=3600)

TOO_MANY_GUESSES = "Too many wrong passwords came from your address. Wait five minutes, then try again."


def take(limit: Limit, request: HttpRequest) -> bool:
    """Count one more from where the request comes from; False where that is more than the limit allows."""
    key = _key(limit, request)
    try:
        cache.add(key, 0, limit.seconds)
        return cache.incr(key) <= limit.times
    except ValueError:  # the time was up between these two lines
        return True
    except redis.RedisError as error:
        log.debug("A request could not be counted", limit=limit.name, error=str(error))
        return True


def give_back(limit: Limit, request: HttpRequest) -> None:
    """Take the last one off the count again: it was no guess."""
    try:
        cache.decr(_key(limit, request))
    except (ValueError, redis.RedisError):
        return


def _key(limit: Limit, request: HttpRequest) -> str:
    # The web server knows which proxy to believe, and has put the address of the person's side here.
    return f"limit:{limit.name}:{request.META.get('REMOTE_ADDR', '')}"
