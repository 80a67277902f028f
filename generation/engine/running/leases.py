"""Leases: what a process holds of tasks that it writes, kept alive, heard of when lost, and shown.

A heartbeat (keeper.py) does so for all of them together, one statement each. The statements lock task rows in
the order of their ids and skip those that are locked: a heartbeat waits for nobody.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction

from generation.engine.broker import courier
from generation.models.claims import ClaimedTask
from generation.providers.loop import ProviderCall

DEADLINE_GRACE_SECONDS = 10
"""A heartbeat proves the process, not the thread: so long past its deadline a lease is renewed no more."""


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


def stop_lost(leases: Sequence[Lease]) -> None:
    """Stop the calls of those that are ours no more: their jobs were cancelled, or another took them over."""
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


def renew(leases: Sequence[Lease]) -> None:
    """Renew those that are due, unless they are past their deadline and its grace."""
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


def write_stages(leases: Sequence[Lease]) -> list[courier.Word]:
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


def new_texts(leases: Sequence[Lease]) -> Iterator[courier.Word]:
    """Yield what is to be said of the texts that have grown, and take them from their leases."""
    for lease in leases:
        shown, lease.text = lease.text, None
        if shown:
            section, text = shown
            word = {"kind": "text", "task": lease.claim.task_key, "section": section, "text": text}
            yield lease.claim.job_id, word
