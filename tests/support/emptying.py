"""Emptying the database between tests while processes that stand for many tests go on looking at it."""

import time

from django.db import OperationalError
from django.db.backends.postgresql.operations import DatabaseOperations
from psycopg2.errors import DeadlockDetected, LockNotAvailable

_BRIEFLY = "SET LOCAL lock_timeout = '200ms'"
"""Less than PostgreSQL's deadlock_timeout: who empties gives way, and nobody who reads is ever the victim."""

_MOST_SECONDS = 30
_flush = DatabaseOperations.execute_sql_flush


def give_way_while_emptying() -> None:
    """Make Django's flush wait briefly for the locks of all tables, and try again where it did not get them.

    It takes them one by one: whoever reads two tables in one transaction can hold one and want the other.
    """
    DatabaseOperations.execute_sql_flush = _flush_giving_way  # type: ignore[method-assign]


def _flush_giving_way(operations: DatabaseOperations, sql_list: list[str]) -> None:
    deadline = time.monotonic() + _MOST_SECONDS
    while True:
        try:
            return _flush(operations, [_BRIEFLY, *sql_list])
        except OperationalError as error:
            is_in_the_way = isinstance(error.__cause__, (LockNotAvailable, DeadlockDetected))
            if not is_in_the_way or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
