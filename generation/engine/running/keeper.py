"""The keeper of a process's leases: the one thread that looks after them, and its beat.

Words for those who watch go last: they are for Redis, which may be silent, and a lease must not wait for it.
"""

import itertools
import threading
import time
from functools import cache
from uuid import UUID

import structlog
from django.db import connection, connections
from django.utils import timezone

from generation.engine.broker import courier
from generation.engine.database import DATABASE_AWAY
from generation.engine.running.beats import beat, process_name
from generation.engine.running.leases import Lease, new_texts, renew, stop_lost, write_stages

log = structlog.get_logger(__name__)

TICK_SECONDS = 0.25  # how often the text that is being written is shown, at most
BEAT_TICKS = 2  # a cancelled job is heard of within half a second
PROCESS_BEAT_TICKS = 20


class LeaseKeeper:
    """All leases of this process, and the thread that looks after them."""

    def __init__(self) -> None:
        self.process_name = process_name("worker")
        self._held: dict[UUID, Lease] = {}
        self._lock = threading.Lock()
        self._closed = False
        self._started_at = timezone.now()
        threading.Thread(target=self._run, name="heartbeat", daemon=True).start()

    def hold(self, lease: Lease) -> None:
        with self._lock:
            self._held[lease.claim.token] = lease
        if self._closed:
            lease.call.stop()

    def let_go(self, lease: Lease) -> None:
        with self._lock:
            self._held.pop(lease.claim.token, None)

    def close(self) -> None:
        """Stop every call that is under way or still to come; whoever runs it gives its task back."""
        self._closed = True
        for lease in self._leases():
            lease.call.stop()

    def _leases(self) -> list[Lease]:
        with self._lock:
            return list(self._held.values())

    def _run(self) -> None:
        for tick in itertools.count():
            time.sleep(TICK_SECONDS)
            try:
                self._tick(tick)
            except DATABASE_AWAY as error:
                log.warning("The heartbeat could not reach the database", error=str(error))
                connections.close_all()
            except Exception:  # whatever it is: without its heartbeat this process would lose all its leases
                log.exception("The heartbeat missed a beat")
                connections.close_all()

    def _tick(self, tick: int) -> None:
        leases = self._leases()
        words: list[courier.Word] = []
        if leases and tick % BEAT_TICKS == 0:
            stop_lost(leases)
            renew(leases)
            words += write_stages(leases)
        if tick % PROCESS_BEAT_TICKS == 0:
            beat(self.process_name, kind="worker", holding=len(leases), started_at=self._started_at)
            connection.close()
        courier.publish([*words, *new_texts(leases)])


@cache
def keeper() -> LeaseKeeper:
    """Return this process's keeper, made and started on first use."""
    return LeaseKeeper()
