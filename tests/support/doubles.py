"""A row of which there may be one, and the second that somebody else was quicker with."""

from typing import Any

from django.db import transaction
from django.db.models import Model


def write_twice(what: type[Model], **fields: Any) -> None:
    """Write such a row, and again in the same transaction. Raises IntegrityError, and neither is kept."""
    with transaction.atomic():
        for _ in range(2):
            what._default_manager.create(**fields)
