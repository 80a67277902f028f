"""Emptying the database between tests while processes that stand for many tests go on looking at it."""

import time
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.core.management.commands import flush
from django.db import OperationalError, connections
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test.utils import CaptureQueriesContext
from psycopg2.errors import DeadlockDetected, LockNotAvailable

from settings_app.apps import put_in_missing_defaults
from settings_app.schema import all_settings

_BRIEFLY = "SET LOCAL lock_timeout = '200ms'"
"""Less than PostgreSQL's deadlock_timeout: who empties gives way, and who writes is never the victim."""

_WITHOUT_TRIGGERS = "SET LOCAL session_replication_role = replica"
"""No foreign key is asked, whatever the order, and nothing keeps rows that are else kept for ever."""

_KEPT = frozenset({"django_content_type", "auth_permission"})
"""What follows from the models, and would be looked at and written anew each time, for ten times the rest."""

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
    flush.emit_post_migrate_signal = _put_settings_back


def _put_settings_back(verbosity: int, interactive: bool, db: str) -> None:
    """Do what listens to a migration and has lost its rows."""
    with connections[db].cursor() as cursor:
        cursor.execute(_insertion(db, frozenset(all_settings())))


@cache
def _insertion(db: str, declared: frozenset[str]) -> str:
    """Return what the product puts these settings in with: to make it costs more than to run it."""
    with CaptureQueriesContext(connections[db]) as caught:
        put_in_missing_defaults(using=db)
    (insertion,) = (query["sql"] for query in caught if query["sql"].startswith("INSERT"))
    return insertion


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
