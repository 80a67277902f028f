"""A clock of the database that a test stops, so that no test depends on the day on which it is run."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection


@contextmanager
def stopped_clock(at: datetime) -> Iterator[Callable[[datetime], None]]:
    """Let `now()` of this connection be that moment, until another is given to what this yields.

    `clock_timestamp()` goes on as ever.
    """
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA stopped_clock")
    try:
        _stop(at)
        _look_in(_STOPPED)
        yield _stop
    finally:
        _look_in("DEFAULT")
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA stopped_clock CASCADE")


def in_this_clock(work: Callable[[], object]) -> None:
    """Do the work by the clock that is stopped, on a connection of another thread."""
    _look_in(_STOPPED)
    work()


# Before the system's own schema, for that comes first where nothing is said of it.
_STOPPED = "stopped_clock, pg_catalog, public"


def _stop(at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION stopped_clock.now() RETURNS timestamptz LANGUAGE sql STABLE"
            f" RETURN '{at.isoformat()}'::timestamptz"
        )


def _look_in(schemas: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET search_path TO {schemas}")
