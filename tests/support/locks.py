"""Who waits for whose lock in the database: a race is brought about, not hoped for."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

from tests.support.processes import wait_until
from tests.support.threads import in_thread

PATIENCE = " -c lock_timeout=60000"
"""What tests add to the product's options of the database (milliseconds): its processes keep their limit."""

_BEHIND_US = """
WITH RECURSIVE waits AS (
    SELECT DISTINCT pid, unnest(pg_blocking_pids(pid)) AS holder FROM pg_locks WHERE NOT granted
), behind AS (
    SELECT pid FROM waits WHERE holder = pg_backend_pid()
    UNION
    SELECT waits.pid FROM waits JOIN behind ON waits.holder = behind.pid
)
SELECT count(*) FROM behind
"""

_MOST_SECONDS = 60


def waiting_for_us() -> int:
    """Return how many wait for a lock of this thread's transaction, or behind one who does."""
    with connection.cursor() as cursor:
        cursor.execute(_BEHIND_US)
        return int(cursor.fetchone()[0])


@contextmanager
def behind_us(work: Callable[[], object]) -> Iterator[Callable[[], None]]:
    """Have `work` done on another thread, behind a lock of a transaction of ours.

    What is yielded begins it, and returns once it waits: call it inside of the transaction. At the end `work`
    is done, and what it raised is raised.
    """
    begun = []

    def begin() -> None:
        begun.append(in_thread(work))
        assert wait_until(waiting_for_us), f"It does not wait for us; it raised {begun[-1][1]}."

    try:
        yield begin
    finally:
        for thread, _ in begun:
            thread.join(_MOST_SECONDS)
    for thread, raised in begun:
        assert not thread.is_alive(), "It still waits, though we hold nothing."
        if raised:
            raise raised[0]
