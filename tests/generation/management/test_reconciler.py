"""The reconciler's rounds, which nothing may end."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import ProgrammingError, connection
from django.db.models import Model

from generation.management.commands.reconciler import _Rounds
from generation.models import IdempotencyKey, ProcessBeat

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_lock_is_left(transactional_db: None) -> Iterator[None]:
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock_all()")


@contextmanager
def without_table(model: type[Model]) -> Iterator[None]:
    """Take a table away: an error that nobody foresees."""
    name = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {name} RENAME TO gone")
        yield
        cursor.execute(f"ALTER TABLE gone RENAME TO {name}")


def test_a_surprise_is_logged_and_shows_as_silence(caplog: pytest.LogCaptureFixture) -> None:
    with without_table(IdempotencyKey):
        _Rounds().go_whatever_happens()

    assert "A round of the reconciler broke off" in caplog.text
    assert not ProcessBeat.objects.exists()


def test_the_round_after_a_surprise_works() -> None:
    rounds = _Rounds()
    with without_table(IdempotencyKey):
        rounds.go_whatever_happens()

    rounds.go_whatever_happens()

    assert ProcessBeat.objects.filter(kind="reconciler").exists()


def test_a_single_round_hides_nothing() -> None:
    with without_table(IdempotencyKey), pytest.raises(ProgrammingError):
        _Rounds().go()
