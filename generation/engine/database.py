"""How it looks when the database is away or somebody was quicker, and what is tried until it is back."""

import time
from collections.abc import Callable
from typing import TypeVar

import structlog
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, connection
from psycopg2.errors import ForeignKeyViolation, LockNotAvailable, QueryCanceled, UniqueViolation
from psycopg2.extensions import TransactionRollbackError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from generation.models import (
    CreditAccount,
    CreditEntry,
    Delivery,
    EndingNotice,
    GenerationTask,
    IncidentNotice,
    JobEvent,
    MonthSpending,
    ProcessBeat,
    ProviderIncident,
    Revision,
    Section,
    StoredPicture,
    TaskAttempt,
)

log = structlog.get_logger(__name__)

T = TypeVar("T")

DATABASE_AWAY = (OperationalError, InterfaceError, PoolTimeoutError)
"""Errors that pass: the server restarts, the connection broke, or the pool had none to give in time."""

_WRITTEN_BY_THE_ENGINE = {
    model._meta.db_table
    for model in (
        *(GenerationTask, TaskAttempt, JobEvent, Section, Revision, StoredPicture),
        *(CreditAccount, CreditEntry, MonthSpending),
        *(ProviderIncident, IncidentNotice, EndingNotice, Delivery, ProcessBeat),
    )
}
"""Tables of which nobody chooses what there may be one of: their rows are numbered by the engine, or follow
from what happened. Every other with something unique is brought about by people, whom a double concerns.
"""

_ANSWERED = (TransactionRollbackError, LockNotAvailable, QueryCanceled)
_LONGEST_PAUSE_SECONDS = 2.0


def is_away(error: Exception) -> bool:
    """Whether the database is away for everybody; a deadlock, or a lock held for long, is one's own."""
    return isinstance(error, DATABASE_AWAY) and not isinstance(error.__cause__, _ANSWERED)


def is_busy(error: Exception) -> bool:
    """Whether the database answered that somebody else holds what is needed: a moment later it goes.

    So it is where the engine wrote twice what it alone writes: that is nobody's doing who asks for something.
    """
    is_own = is_double(error) and not is_conflict(error)
    return is_own or (isinstance(error, DATABASE_AWAY) and not is_away(error))


def is_conflict(error: Exception) -> bool:
    """Whether somebody was quicker with what there may be one of: who asked looks how it stands first."""
    double = _double_of(error)
    return double is not None and double.diag.table_name not in _WRITTEN_BY_THE_ENGINE


def is_double(error: Exception) -> bool:
    """Whether there was one already of what there may be one of: nearly always somebody was quicker.

    A mistake of ours that writes it twice looks the same, each time: log it.
    """
    return _double_of(error) is not None


def _double_of(error: Exception) -> UniqueViolation | None:
    cause = error.__cause__
    return cause if isinstance(error, IntegrityError) and isinstance(cause, UniqueViolation) else None


def was_deleted(error: Exception) -> bool:
    """Whether the row to be read or written, or one that it refers to, was deleted by somebody meanwhile.

    PostgreSQL looks for rows that are referred to on commit, and Django tells in an error of its own, without
    a cause, that it found nothing to update. A mistake of ours may look the same: log it. Only what a row
    never had, and was asked for as an attribute, is always one.
    """
    if isinstance(error, IntegrityError):
        return isinstance(error.__cause__, ForeignKeyViolation)
    if isinstance(error, ObjectDoesNotExist):
        return not isinstance(error, AttributeError)
    return type(error) is DatabaseError and error.__cause__ is None


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
