"""What it looks like when the database is away."""

from django.db import InterfaceError, OperationalError
from psycopg2.errors import LockNotAvailable, QueryCanceled
from psycopg2.extensions import TransactionRollbackError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

DATABASE_AWAY = (OperationalError, InterfaceError, PoolTimeoutError)
"""Errors that pass: the server restarts, the connection broke, or the pool had none to give in time."""

_ANSWERED = (TransactionRollbackError, LockNotAvailable, QueryCanceled)


def is_away(error: Exception) -> bool:
    """Whether the database is away for everybody; a deadlock, or a lock held for long, is one's own."""
    return isinstance(error, DATABASE_AWAY) and not isinstance(error.__cause__, _ANSWERED)
