"""The transaction in which something is started: its owner and funnels are there until it is committed."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, connection, transaction

from generation.engine.database import was_deleted
from generation.errors import NotAllowedError


@contextmanager
def starting() -> Iterator[None]:
    """Open it; raises NotAllowedError where somebody deleted the owner or a funnel meanwhile.

    PostgreSQL looks for them on commit. It is asked before, since this may be part of a larger transaction.
    """
    try:
        with transaction.atomic():
            yield
            connection.check_constraints()
    except IntegrityError as error:
        if was_deleted(error):
            raise NotAllowedError(
                "deleted_meanwhile",
                "Nothing was started: the person or the funnel it was for was deleted meanwhile.",
            ) from error
        raise
