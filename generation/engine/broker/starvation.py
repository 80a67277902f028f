"""A worker that lives, but is handed no message any more: it ends, so that whoever keeps it starts another.

Where Redis goes away in the very moment a worker connects, Celery can wait for ever on a line nobody serves.
The worker's heart beats on, so nothing else would tell.
"""

import os
import signal
import threading
import time

import redis
import structlog

from config.celery import QUEUE
from generation.engine.broker import carrier

log = structlog.get_logger(__name__)

STARVED_AFTER_SECONDS = 90.0
"""Longer than Celery takes to find Redis again after an outage."""

_LOOK_EVERY_SECONDS = 2.0
_LAST_WORDS_SECONDS = 10.0


class MessageWatch:
    """Counts the messages this worker is at, and looks whether others wait while it is at none."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._at_work = 0
        self._looks_in_vain = 0  # and not by the clock, which goes on while the machine stands still

    def start(self) -> None:
        threading.Thread(target=self._watch, name="message watch", daemon=True).start()

    def began(self) -> None:
        with self._lock:
            self._at_work += 1
            self._looks_in_vain = 0

    def ended(self) -> None:
        with self._lock:
            self._at_work -= 1
            self._looks_in_vain = 0

    def _watch(self) -> None:
        while not self._is_starved():
            time.sleep(_LOOK_EVERY_SECONDS)
        log.error("This worker is handed no messages though some wait: it ends", queue=QUEUE)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_LAST_WORDS_SECONDS)
        os._exit(1)

    def _is_starved(self) -> bool:
        """Whether messages have waited here for so long while there was nothing to do."""
        someone_waits = _messages_wait()
        with self._lock:
            self._looks_in_vain = 0 if self._at_work or not someone_waits else self._looks_in_vain + 1
            return self._looks_in_vain * _LOOK_EVERY_SECONDS > STARVED_AFTER_SECONDS


def _messages_wait() -> bool:
    """Whether the queue holds messages; where Redis is away nobody is handed any."""
    try:
        return bool(carrier.connection().llen(QUEUE))
    except redis.RedisError:
        return False
