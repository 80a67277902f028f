"""The word that a job has changed, said by a thread of its own: who moves a job does not wait for Redis.

What Redis does not take is said later, with what has come since. A process that ends says its last words.
"""

import atexit
import threading
import time
from queue import Queue
from uuid import UUID

import structlog

from generation.engine import courier
from generation.once import OncePerProcess

log = structlog.get_logger(__name__)

_LAST_WORDS_SECONDS = 0.5

_Changes = Queue[tuple[UUID, int]]


def announce(job_id: UUID, seq: int) -> None:
    """Tell whoever watches the job, soon, that it stands at event `seq`; what comes at once is said once."""
    _changes.get().put((job_id, seq))


def _start_herald() -> _Changes:
    """Return what this process has still to say, once there is a thread that says it."""
    changes: _Changes = Queue()
    threading.Thread(target=_say_for_ever, args=(changes,), name="herald", daemon=True).start()
    return changes


_changes = OncePerProcess(_start_herald)


@atexit.register
def _say_last_words() -> None:
    if changes := _changes.made:
        with changes.all_tasks_done:
            changes.all_tasks_done.wait_for(lambda: not changes.unfinished_tasks, _LAST_WORDS_SECONDS)


def _say_for_ever(changes: _Changes) -> None:
    unsaid: dict[UUID, int] = {}
    while True:
        taken = _take(changes, unsaid)
        while not _say(unsaid):
            time.sleep(courier.PAUSE_SECONDS)
            taken += _take(changes, unsaid)
        unsaid.clear()
        for _ in range(taken):
            changes.task_done()


def _take(changes: _Changes, unsaid: dict[UUID, int]) -> int:
    """Take all there is to say, waiting for it where nothing is left unsaid; return how much it was."""
    taken = 0
    while not changes.empty() or not unsaid:
        job_id, seq = changes.get()
        unsaid[job_id] = max(seq, unsaid.get(job_id, 0))
        taken += 1
    return taken


def _say(latest: dict[UUID, int]) -> bool:
    try:
        return courier.publish([(job_id, {"kind": "changed", "seq": seq}) for job_id, seq in latest.items()])
    except Exception:  # without its herald a process would never say anything again
        log.exception("The herald failed at something nobody foresaw", count=len(latest))
        return True
