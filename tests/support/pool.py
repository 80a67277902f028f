"""The connections that the threads of a test hand on to each other, one test's to the next one's too."""

from contextlib import suppress
from typing import Any

from psycopg2 import DatabaseError, InterfaceError
from sqlalchemy import event
from sqlalchemy.pool import Pool


def hand_on_as_they_came() -> None:
    """Take back what a thread has set on its connection before another thread has that connection.

    The product sets nothing but for one transaction; a test that makes a thread impatient would make one
    of another test so.
    """
    event.listen(Pool, "reset", _take_back)


def _take_back(connection: Any, *_: object) -> None:
    with suppress(DatabaseError, InterfaceError):  # where the server has gone there is nothing to hand on
        connection.rollback()
        with connection.cursor() as cursor:
            cursor.execute("RESET ALL")
