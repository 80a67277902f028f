"""The line to Redis as tests use it: more patient than the product, and open again when they say so.

The product gives Redis half a second and leaves it alone for two once it has said nothing: the reconciler
sends again what was lost. Most tests have no reconciler, and their Redis shares a busy machine.
"""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import cast

from config.celery import QUEUE
from generation.engine.broker import carrier, courier

_PRODUCTS_OWN_SECONDS = carrier.TRY_SECONDS
_PATIENT_SECONDS = 20.0
_former: list[object] = []  # what nobody holds closes the connection that a thread still speaks through


def reopen_line() -> None:
    """Let this process try Redis again at once, as one would that has not tried yet."""
    carrier._line.get()._closed_until = 0.0


def is_one_done_soon(tries: Iterable[Callable[[], object]], *, seconds: float = 3) -> bool:
    """Whether one of these takes no longer while Redis is away: a busy machine holds up the first, or two.

    None of them may profit by one before it, after which Redis would be left alone.
    """
    for act in tries:
        reopen_line()
        began = time.monotonic()
        act()
        if time.monotonic() - began < seconds:
            return True
    return False


def wait_longer_for_redis() -> None:
    """Let nothing that this process sends be lost because Redis had to wait for its turn."""
    _wait_for_redis(_PATIENT_SECONDS)


@contextmanager
def as_impatient_as_the_product() -> Iterator[None]:
    """Wait for Redis as the product does: for a test in which it is silent."""
    _wait_for_redis(_PRODUCTS_OWN_SECONDS)
    try:
        yield
    finally:
        wait_longer_for_redis()


def messages_in_queue(name: str) -> int:
    """Return how many messages of this task wait for a worker."""
    messages = cast("list[bytes]", carrier.connection().lrange(QUEUE, 0, -1))
    return sum(json.loads(message)["headers"]["task"] == name for message in messages)


def _wait_for_redis(seconds: float) -> None:
    _former.extend((carrier.connection(), courier._sending_connection()))
    carrier.TRY_SECONDS = seconds
    carrier.connection.cache_clear()
    courier._sending_connection.cache_clear()
