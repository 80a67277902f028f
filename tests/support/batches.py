"""Rows of a batch to test with."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from generation.engine.batches.items import Row
from generation.engine.batches.verbs import start_batch
from generation.models import GenerationBatch
from tests.support.funnels import make_user, sample


def row(number: int = 1, **fields: Any) -> Row:
    """Return a row that describes a new funnel; `fields` replace what it says."""
    return Row(number=number, fields={"name": f"Funnel {number}", "brief": sample()["brief"]} | fields)


def rows(many: int) -> list[Row]:
    return [row(number) for number in range(1, many + 1)]


def make_batch(owner: User | None = None, *, jobs: int = 3, **options: Any) -> GenerationBatch:
    """Start a batch of so many new funnels; nothing of it is written yet."""
    return start_batch(owner or make_user(), rows=rows(jobs), **options)


def queries_of(act: Callable[[GenerationBatch], object], batch: GenerationBatch) -> int:
    """Return how many queries that takes."""
    with CaptureQueriesContext(connection) as queries:
        act(batch)
    return len(queries)
