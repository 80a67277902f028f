"""The word that a job has changed, said by a thread of its own: who moves a job does not wait for Redis."""

import os
import threading
from functools import cache
from queue import SimpleQueue
from uuid import UUID

import structlog

from generation.engine import courier

log = structlog.get_logger(__name__)

_Changes = SimpleQueue[tuple[UUID, int]]


def announce(job_id: UUID, seq: int) -> None:
    """Tell whoever watches the job, soon, that it stands at event `seq`; what comes at once is said once."""
    _changes().put((job_id, seq))


@cache
def _changes() -> _Changes:
    """Return what this process has still to say; whoever asks first starts the thread that says it."""
    changes: _Changes = SimpleQueue()
    threading.Thread(target=_say_for_ever, args=(changes,), name="herald", daemon=True).start()
    return changes


os.register_at_fork(after_in_child=_changes.cache_clear)  # a forked child has the queue without the thread


def _say_for_ever(changes: _Changes) -> None:
    while True:
        latest = dict([changes.get()])
        while not changes.empty():
            job_id, seq = changes.get()
            latest[job_id] = max(seq, latest.get(job_id, 0))
        try:
            courier.publish([(job_id, {"kind": "changed", "seq": seq}) for job_id, seq in latest.items()])
        except Exception:  # without its herald a process would never say anything again
            log.exception("Changes could not be announced", count=len(latest))
