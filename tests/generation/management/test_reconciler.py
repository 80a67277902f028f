"""The reconciler's rounds, which nothing may end."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection
from django.db.models import Model
from django.utils import timezone

from generation.engine.mending.recovery import lease_length
from generation.engine.running.beats import process_name
from generation.management.commands.reconciler import _LOCK, _Rounds
from generation.models import ProcessBeat
from generation.states import TaskStatus
from tests.support.funnels import make_user
from tests.support.jobs import task_at
from tests.support.processes import wait_until
from tests.support.recovery import make_begun_job

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_lock_is_left(transactional_db: None) -> Iterator[None]:
    assert wait_until(nobody_works)  # the connection of one that was ended may end after it
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock_all()")


def nobody_works() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = %s)", [_LOCK]
        )
        return bool(cursor.fetchone()[0])


@contextmanager
def without_table(model: type[Model]) -> Iterator[None]:
    """Take a table away: an error that nobody foresees."""
    name = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {name} RENAME TO gone")
        try:
            yield
        finally:
            cursor.execute(f"ALTER TABLE gone RENAME TO {name}")


def has_beaten() -> bool:
    return ProcessBeat.objects.filter(name=process_name("reconciler")).exists()


def test_a_surprise_is_logged_and_shows_as_silence(caplog: pytest.LogCaptureFixture) -> None:
    with without_table(ProcessBeat):
        _Rounds().go_whatever_happens()

    assert "A round of the reconciler broke off" in caplog.text
    assert not has_beaten()


@contextmanager
def locked(model: type[Model]) -> Iterator[None]:
    """Have somebody else keep a table for longer than a round waits for it."""
    other = connection.copy()
    try:
        with other.cursor() as theirs, connection.cursor() as ours:
            other.set_autocommit(False)
            theirs.execute(f"LOCK TABLE {model._meta.db_table}")
            ours.execute("SET lock_timeout = '100ms'")
            yield
            ours.execute("RESET lock_timeout")
    finally:
        other.close()


def test_a_lock_that_is_held_for_long_is_no_outage(caplog: pytest.LogCaptureFixture) -> None:
    rounds = _Rounds()

    with locked(ProcessBeat):
        rounds.go_whatever_happens()

    assert "A round of the reconciler broke off" in caplog.text
    assert "cannot reach the database" not in caplog.text
    assert rounds._judge_from is not None, "leases are judged as before"


def test_the_round_after_a_surprise_works() -> None:
    rounds = _Rounds()
    with without_table(ProcessBeat):
        rounds.go_whatever_happens()

    rounds.go_whatever_happens()

    assert has_beaten()


def test_a_single_round_hides_nothing() -> None:
    with without_table(ProcessBeat), pytest.raises(ProgrammingError):
        _Rounds().go()


def test_no_lease_is_judged_at_once_where_the_machine_stood_still() -> None:
    """A worker on it, which stood still as well, has the time to renew it."""
    rounds, job = _Rounds(), make_begun_job(make_user())
    rounds._judge_from = rounds._went_at = timezone.now() - timedelta(minutes=1)

    rounds.go_whatever_happens()

    assert task_at(job, 1).status == TaskStatus.IN_PROGRESS
    rounds._judge_from -= lease_length()
    rounds.go_whatever_happens()
    assert task_at(job, 1).loss_count == 1
