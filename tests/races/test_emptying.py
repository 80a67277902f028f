"""The database is emptied after a test, while a process that stands for many tests still writes into it."""

import itertools
import threading

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from tests.support.locks import waiting_for_us
from tests.support.processes import wait_until
from tests.support.threads import all_at_once

TABLES = ("app_settings", "auth_user", "generation_jobs", "process_beats")
LIKE_A_WRITER = "LOCK TABLE {} IN ROW EXCLUSIVE MODE"


@pytest.mark.parametrize(("first", "then"), list(itertools.permutations(TABLES, 2)))
def test_who_empties_gives_way_to_who_writes_two_tables(transactional_db, servers, first, then):
    before = servers.postgres.log.count("deadlock detected")
    writing = threading.Event()

    def write_two() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(LIKE_A_WRITER.format(first))
            writing.set()
            assert wait_until(waiting_for_us)
            cursor.execute(LIKE_A_WRITER.format(then))

    def empty() -> None:
        assert writing.wait(30)
        call_command("flush", verbosity=0, interactive=False, reset_sequences=False)

    assert all_at_once([write_two, empty]) == [None, None]
    assert servers.postgres.log.count("deadlock detected") == before
