"""The carrier: Redis, as this process reaches for it. What goes through it is for others to know.

Everything is tried once, briefly, and may fail without harm. A Redis that accepts connections and says
nothing is the worst case: it costs this process half a second in every few, however many threads have
something to say.
"""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from typing import Any

import redis
import structlog
from django.conf import settings
from kombu.exceptions import OperationalError

from generation.once import OncePerProcess

log = structlog.get_logger(__name__)

TRY_SECONDS = 0.5
PAUSE_SECONDS = 2.0  # how long a silent Redis is left alone
AWAY = (OperationalError, redis.RedisError, OSError)
"""What is raised where Redis is away, or is left alone."""

_REFUSED_WITHIN_SECONDS = 0.1  # a refusal costs nobody anything, and may be over in a moment


def one_try() -> AbstractContextManager[None]:
    """Let the caller try, one thread at a time. Raises ConnectionError of redis while nobody may."""
    return _line.get().one_try()


def run_script(script: str, *, keys: Sequence[str], args: Sequence[float | str]) -> Any:
    """Run a Lua script in Redis and return its answer; None where Redis is away."""
    try:
        with one_try():
            return connection().register_script(script)(keys=keys, args=args)
    except AWAY as error:
        log.debug("A script could not be run", error=str(error))
        return None


@cache
def connection() -> redis.Redis:
    """Return this process's Redis client; it gives up within half a second when Redis says nothing."""
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=TRY_SECONDS, socket_connect_timeout=TRY_SECONDS
    )


class _Line:
    """The way to Redis, used by one thread at a time, and by none for a while after one waited in vain.

    In a burst one thread pays for a silent Redis; those that stood behind it turn away at once.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._closed_until = 0.0

    @contextmanager
    def one_try(self) -> Iterator[None]:
        with self._lock:
            began = time.monotonic()
            if began < self._closed_until:
                raise redis.ConnectionError("Redis did not answer a moment ago")
            try:
                yield
            except AWAY:
                if time.monotonic() - began > _REFUSED_WITHIN_SECONDS:
                    self._closed_until = time.monotonic() + PAUSE_SECONDS
                raise


_line = OncePerProcess(_Line)
