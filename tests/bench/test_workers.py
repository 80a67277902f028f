"""The processes under measurement: frozen so that work piles up, and let go again."""

import time

import psutil
import pytest
from django.db import connection

from bench import workers
from bench.workers import paused
from tests.support.processes import RunningProcess

_IN_TRANSACTIONS = """
import time, django
django.setup()
from django.db import connection, transaction
with connection.cursor() as cursor:
    cursor.execute("SET client_connection_check_interval = '50ms'")
while True:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        print("begun", flush=True)
        cursor.execute("SELECT pg_sleep({seconds})")
    time.sleep(0.3)
"""


@pytest.fixture
def busy(processes):
    """Starts a process that is in a query of a transaction for so many seconds, again and again.

    With it ends its query: else that would go on, and be seen by the tests that come after.
    """

    def start(*, seconds: float) -> RunningProcess:
        process = processes.run("busy", "-c", _IN_TRANSACTIONS.format(seconds=seconds))
        process.wait_for_output("begun")
        return process

    return start


def test_a_process_in_mid_query_of_a_transaction_is_not_paused_there(busy):
    process = busy(seconds=0.5)
    time.sleep(0.1)  # it sleeps in its query

    with paused(process):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND xact_start IS NOT NULL AND backend_type = 'client backend'"
            )
            (open_transactions,) = cursor.fetchone()
        state = psutil.Process(process.pid).status()

    assert (open_transactions, state) == (0, psutil.STATUS_STOPPED)


def test_a_transaction_that_never_ends_is_told_and_the_process_goes_on(busy, monkeypatch):
    monkeypatch.setattr(workers, "_LONGEST_WAIT_SECONDS", 0.3)
    process = busy(seconds=600)

    with pytest.raises(TimeoutError, match="a transaction was open"), paused(process):
        pass

    assert psutil.Process(process.pid).status() != psutil.STATUS_STOPPED


def test_whatever_happens_meanwhile_a_process_goes_on(busy):
    process = busy(seconds=0.01)

    with pytest.raises(ValueError, match="broken"), paused(process):
        raise ValueError("broken")

    assert psutil.Process(process.pid).status() != psutil.STATUS_STOPPED
