"""The word that a job has changed, said by a thread of its own: who moves a job does not wait for Redis."""

import os
import threading
from queue import SimpleQueue
from uuid import UUID

import structlog

from generation.engine import courier

log = structlog.get_logger(__name__)

_Changes = SimpleQueue[tuple[UUID, int]]


_lock = threading.Lock()
_changes: _Changes | None = None


def announce(job_id: UUID, seq: int) -> None:
    """Tell whoever watches the job, soon, that it stands at event `seq`; what comes at once is said once."""
    _what_to_say().put((job_id, seq))


def _what_to_say() -> _Changes:
    """Return what this process has still to say; whoever asks first starts the thread that says it."""
    global _changes
    with _lock:
        if _changes is None:
            _changes = SimpleQueue()
            threading.Thread(target=_say_for_ever, args=(_changes,), name="herald", daemon=True).start()
        return _changes


def _forget_thread() -> None:
    """A forked child has neither the thread nor a lock it could trust."""
    global _lock, _changes
    _lock = threading.Lock()
    _changes = None


os.register_at_fork(after_in_child=_forget_thread)


def _say_for_ever(changes: _Changes) -> None:
    while True:
        latest = dict([changes.get()])
        while not changes.empty():
            job_id, seq = changes.get()
            latest[job_id] = max(seq, latest.get(job_id, 0))
        try:
            courier.publish([(job_id, {"kind": "changed", "seq": seq}) for job_id, seq in latest.items()])
        except Exception:  # without its herald a process would never say anything again
            log.exception("The herald failed at something nobody foresaw", count=len(latest))
