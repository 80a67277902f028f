"""The word that something has changed, said by a thread of its own: who changes it does not wait for Redis.

What Redis does not take is said later, with what has come since. A process that ends says its last words.
"""

import atexit
import threading
import time
from collections.abc import Mapping
from queue import Queue
from typing import Any
from uuid import UUID

import structlog

from generation.engine.broker import carrier, courier
from generation.once import OncePerProcess

log = structlog.get_logger(__name__)

_LAST_WORDS_SECONDS = 0.5

_Changes = Queue[courier.Word]


def announce(job_id: UUID, seq: int) -> None:
    """Tell whoever watches the job, soon, that it stands at event `seq`."""
    say(job_id, {"kind": "changed", "seq": seq})


def say(subject_id: UUID, word: Mapping[str, Any]) -> None:
    """Tell whoever watches the job or file, soon; of what comes at once the last word is said."""
    _changes.get().put((subject_id, word))


def wait_until_all_is_said(seconds: float) -> bool:
    """Return whether everything that was to be said in this process was said in time."""
    if changes := _changes.made:
        with changes.all_tasks_done:
            return changes.all_tasks_done.wait_for(lambda: not changes.unfinished_tasks, seconds)
    return True


def _start_herald() -> _Changes:
    """Return what this process has still to say, once there is a thread that says it."""
    changes: _Changes = Queue()
    threading.Thread(target=_say_for_ever, args=(changes,), name="herald", daemon=True).start()
    return changes


_changes = OncePerProcess(_start_herald)


@atexit.register
def _say_last_words() -> None:
    wait_until_all_is_said(_LAST_WORDS_SECONDS)


def _say_for_ever(changes: _Changes) -> None:
    unsaid: dict[UUID, Mapping[str, Any]] = {}
    while True:
        taken = _take(changes, unsaid)
        while not _say(unsaid):
            time.sleep(carrier.PAUSE_SECONDS)
            taken += _take(changes, unsaid)
        unsaid.clear()
        for _ in range(taken):
            changes.task_done()


def _take(changes: _Changes, unsaid: dict[UUID, Mapping[str, Any]]) -> int:
    """Take all there is to say, waiting for it where nothing is left unsaid; return how much it was."""
    taken = 0
    while not changes.empty() or not unsaid:
        subject_id, word = changes.get()
        unsaid[subject_id] = word
        taken += 1
    return taken


def _say(latest: Mapping[UUID, Mapping[str, Any]]) -> bool:
    try:
        return courier.publish(list(latest.items()))
    except Exception:  # without its herald a process would never say anything again
        log.exception("The herald failed at something nobody foresaw", count=len(latest))
        return True
