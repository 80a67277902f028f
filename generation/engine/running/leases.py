"""Leases: what this process holds, and the one thread that keeps them alive and hears that they are lost.

A heartbeat proves the process, not the thread: past its deadline and a grace a lease is no longer renewed.
It locks task rows in the order of their ids and skips those that are locked, so it waits for nobody. Words
for those who watch go last: they are for Redis, which may be silent, and a lease must not wait for it.
"""

import itertools
import os
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from uuid import UUID

import structlog
from django.db import connection, connections, transaction
from django.utils import timezone

from generation.engine.broker import courier
from generation.engine.database import DATABASE_AWAY
from generation.models import ProcessBeat
from generation.models.claims import ClaimedTask
from generation.providers.loop import ProviderCall

log = structlog.get_logger(__name__)

TICK_SECONDS = 0.25  # how often the text that is being written is shown, at most
BEAT_TICKS = 2  # a cancelled job is heard of within half a second
PROCESS_BEAT_TICKS = 20
DEADLINE_GRACE_SECONDS = 10


@dataclass(kw_only=True, eq=False)
class Lease:
    """A claim this process holds; `deadline` and `renew_at` are on the monotonic clock.

    The working thread writes `stage`, `stages_done` and `text`, the heartbeat shows them.
    """

    claim: ClaimedTask
    seconds: int
    deadline: float
    call: ProviderCall = field(default_factory=ProviderCall)
    stage: str = ""
    stages_done: int = 0
    text: tuple[str, str] | None = None
    renew_at: float = 0.0
    shown_stage: str = ""

    def __post_init__(self) -> None:
        self.renew_at = time.monotonic() + self.seconds / 4


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
            _stop_lost(leases)
            _renew(leases)
            words += _write_stages(leases)
        if tick % PROCESS_BEAT_TICKS == 0:
            beat(self.process_name, kind="worker", holding=len(leases), started_at=self._started_at)
            connection.close()
        courier.publish([*words, *_new_texts(leases)])


@cache
def keeper() -> LeaseKeeper:
    """Return this process's keeper, made and started on first use."""
    return LeaseKeeper()


def process_name(kind: str) -> str:
    """Return what this process is called: its kind, machine and process id."""
    return f"{kind}@{socket.gethostname()}:{os.getpid()}"


def beat(name: str, *, kind: str, started_at: datetime, holding: int = 0) -> None:
    """Write down a process's sign of life."""
    ProcessBeat.objects.update_or_create(
        name=name,
        defaults={"kind": kind, "holding": holding, "started_at": started_at, "at": timezone.now()},
    )


def _stop_lost(leases: Sequence[Lease]) -> None:
    tokens = [lease.claim.token for lease in leases]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT lease_token FROM generation_tasks WHERE lease_token = ANY(%s) AND status = 'in_progress'",
            [tokens],
        )
        ours = {token for (token,) in cursor.fetchall()}
    for lease in leases:
        if lease.claim.token not in ours:
            lease.call.stop()


def _renew(leases: Sequence[Lease]) -> None:
    now = time.monotonic()
    due = [lease for lease in leases if lease.renew_at <= now < lease.deadline + DEADLINE_GRACE_SECONDS]
    if not due:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE generation_tasks AS task
               SET lease_expires_at = clock_timestamp() + mine.seconds * interval '1 second'
              FROM (SELECT id, wanted.seconds
                      FROM generation_tasks
                      JOIN unnest(%s::uuid[], %s::int[]) AS wanted(token, seconds) ON lease_token = token
                     WHERE status = 'in_progress'
                     ORDER BY id FOR NO KEY UPDATE OF generation_tasks SKIP LOCKED) AS mine
             WHERE task.id = mine.id
            RETURNING task.lease_token
            """,
            [[lease.claim.token for lease in due], [lease.seconds for lease in due]],
        )
        renewed = {token for (token,) in cursor.fetchall()}
    for lease in due:
        if lease.claim.token in renewed:
            lease.renew_at = now + lease.seconds / 4


def _write_stages(leases: Sequence[Lease]) -> list[courier.Word]:
    """Write down the stages that have changed; return what is to be said of them."""
    changed = [
        (lease, lease.stage, lease.stages_done) for lease in leases if lease.stage != lease.shown_stage
    ]
    if not changed:
        return []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE generation_tasks AS task
               SET stage = mine.stage, stages_done = mine.done
              FROM (SELECT id, wanted.stage, wanted.done
                      FROM generation_tasks
                      JOIN unnest(%s::uuid[], %s::text[], %s::int[]) AS wanted(token, stage, done)
                        ON lease_token = token
                     WHERE status = 'in_progress'
                     ORDER BY id FOR NO KEY UPDATE OF generation_tasks SKIP LOCKED) AS mine
             WHERE task.id = mine.id
            """,
            [
                [lease.claim.token for lease, _, _ in changed],
                [stage for _, stage, _ in changed],
                [done for _, _, done in changed],
            ],
        )
    for lease, stage, _ in changed:
        lease.shown_stage = stage
    return [(lease.claim.job_id, {"kind": "stage", "task": lease.claim.task_key}) for lease, _, _ in changed]


def _new_texts(leases: Sequence[Lease]) -> Iterator[courier.Word]:
    """Yield what is to be said of the texts that have grown, and take them from their leases."""
    for lease in leases:
        shown, lease.text = lease.text, None
        if shown:
            section, text = shown
            word = {"kind": "text", "task": lease.claim.task_key, "section": section, "text": text}
            yield lease.claim.job_id, word
