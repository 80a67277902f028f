"""Emptying the database between tests while processes that stand for many tests go on looking at it."""

import time
from collections.abc import Iterable
from typing import Any

from django.db import OperationalError
from django.db.backends.postgresql.operations import DatabaseOperations
from psycopg2.errors import DeadlockDetected, LockNotAvailable

_BRIEFLY = "SET LOCAL lock_timeout = '200ms'"
"""Less than PostgreSQL's deadlock_timeout: who empties gives way, and who writes is never the victim."""

_WITHOUT_TRIGGERS = "SET LOCAL session_replication_role = replica"
"""No foreign key is asked, whatever the order, and nothing keeps rows that are else kept for ever."""

_KEPT = frozenset({"django_content_type", "auth_permission"})
"""What follows from the models, and would be written anew each time."""

_MOST_BYTES = 128 * 1024
"""A file of a table that grew longer is truncated: that costs ten times what deleting a few rows does."""

_MOST_SECONDS = 30
_execute = DatabaseOperations.execute_sql_flush


def empty_quickly() -> None:
    """Make Django's flush delete where little was written, and wait but briefly for the locks of all tables.

    It takes them one by one: whoever writes two tables in one transaction can hold one and want the other.
    Where it does not get them, it tries again.
    """
    DatabaseOperations.sql_flush = _sql_flush  # type: ignore[method-assign]
    DatabaseOperations.execute_sql_flush = _flush_giving_way  # type: ignore[method-assign]


def _sql_flush(
    operations: DatabaseOperations,
    style: object,
    tables: Iterable[str],
    *,
    reset_sequences: bool = False,
    **_: Any,
) -> list[str]:
    if reset_sequences:
        raise NotImplementedError("Sequences go on: a test asks for the ids that its rows were given.")
    emptied = sorted(set(tables) - _KEPT)
    with operations.connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE oid = ANY(%s::regclass[]) AND pg_relation_size(oid) > %s",
            [emptied, _MOST_BYTES],
        )
        long = {name for (name,) in cursor.fetchall()}
    # Whoever has written and not yet committed is waited for, as truncating all would.
    statements = [f"LOCK TABLE {', '.join(emptied)} IN SHARE ROW EXCLUSIVE MODE"]
    if long:
        statements.append(f"TRUNCATE {', '.join(sorted(long))} CASCADE")
    return [*statements, "; ".join(f"DELETE FROM {table}" for table in emptied if table not in long)]


def _flush_giving_way(operations: DatabaseOperations, sql_list: list[str]) -> None:
    deadline = time.monotonic() + _MOST_SECONDS
    while True:
        try:
            return _execute(operations, [_BRIEFLY, _WITHOUT_TRIGGERS, *sql_list])
        except OperationalError as error:
            is_in_the_way = isinstance(error.__cause__, (LockNotAvailable, DeadlockDetected))
            if not is_in_the_way or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
