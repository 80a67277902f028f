"""What it looks like when the database is away, and what is tried until it is back."""

import time
from collections.abc import Callable
from typing import TypeVar

import structlog
from django.db import InterfaceError, OperationalError, connection
from psycopg2.errors import LockNotAvailable, QueryCanceled
from psycopg2.extensions import TransactionRollbackError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

log = structlog.get_logger(__name__)

T = TypeVar("T")

DATABASE_AWAY = (OperationalError, InterfaceError, PoolTimeoutError)
"""Errors that pass: the server restarts, the connection broke, or the pool had none to give in time."""

_ANSWERED = (TransactionRollbackError, LockNotAvailable, QueryCanceled)
_LONGEST_PAUSE_SECONDS = 2.0


def is_away(error: Exception) -> bool:
    """Whether the database is away for everybody; a deadlock, or a lock held for long, is one's own."""
    return isinstance(error, DATABASE_AWAY) and not isinstance(error.__cause__, _ANSWERED)


def is_busy(error: Exception) -> bool:
    """Whether the database answered that somebody else holds what is needed: a moment later it goes."""
    return isinstance(error, DATABASE_AWAY) and not is_away(error)


def until_stored(action: Callable[[], T]) -> T:
    """Return what `action` returns, tried until the database takes it: finished work is paid for."""
    pause = 0.1
    while True:
        try:
            return action()
        except DATABASE_AWAY as error:
            log.warning("A result waits for the database", error=str(error), seconds=pause)
            connection.close()
            time.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)
