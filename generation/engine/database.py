"""What it looks like when the database is away."""

from django.db import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

DATABASE_AWAY = (OperationalError, InterfaceError, PoolTimeoutError)
"""Errors that pass: the server restarts, the connection broke, or the pool had none to give in time."""
