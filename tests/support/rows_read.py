"""How many rows are read, by their models: what a page costs the server where there are hundreds."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_init


@contextmanager
def counted_rows() -> Iterator[Counter[str]]:
    """Count the rows that become objects meanwhile, by the names of their models."""
    rows: Counter[str] = Counter()

    def count(sender: type[Model], **about: Any) -> None:
        rows[sender.__name__] += 1

    post_init.connect(count)
    try:
        yield rows
    finally:
        post_init.disconnect(count)
