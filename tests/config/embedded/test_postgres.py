"""The embedded PostgreSQL."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
import pytest

from config.embedded import postgres
from config.embedded.postgres import prepare_postgres
from config.embedded.program import Server, end, kill, start
from config.embedded.waiting import ServerStartError, wait_until_it_answers


@contextmanager
def running(server: Server, *, killed: bool = False) -> Iterator[None]:
    with server.log.open("ab") as output:
        process = start(server.program, output=output)
    try:
        wait_until_it_answers(server, process)
        yield
    finally:
        kill(process) if killed else end(process, server.program)


def ask(server: Server, statement: str) -> object:
    with closing(psycopg2.connect(server.url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone() if cursor.description else None


def test_rows_are_kept_from_one_start_to_the_next(home: Path) -> None:
    server = prepare_postgres(home)
    with running(server):
        ask(server, "CREATE TABLE kept AS SELECT 42 AS answer")

    again = prepare_postgres(home)

    with running(again):
        assert ask(again, "SELECT answer FROM kept") == (42,)


def test_committed_rows_survive_a_kill(home: Path) -> None:
    server = prepare_postgres(home)
    with running(server, killed=True):
        ask(server, "CREATE TABLE kept AS SELECT 42 AS answer")

    with running(server):
        assert ask(server, "SELECT answer FROM kept") == (42,)


def test_two_copies_run_side_by_side(home: Path) -> None:
    one, two = prepare_postgres(home / "one"), prepare_postgres(home / "two")

    with running(one), running(two):
        ask(one, "CREATE TABLE mine AS SELECT 1")

        assert ask(two, "SELECT to_regclass('mine')") == (None,)


def test_a_path_too_long_for_a_socket_gets_one_elsewhere(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(home))

    server = prepare_postgres(home / ("long" * 25))

    with running(server):
        assert ask(server, "SELECT 1") == (1,)


def test_a_cluster_broken_off_while_it_was_made_is_made_again(home: Path) -> None:
    (home / "postgres" / "data.new").mkdir(parents=True)
    (home / "postgres" / "data.new" / "PG_VERSION").write_text("18\n")

    server = prepare_postgres(home)

    with running(server):
        assert ask(server, "SELECT 1") == (1,)


def test_the_password_is_asked_for(home: Path) -> None:
    server = prepare_postgres(home)

    with running(server), pytest.raises(psycopg2.OperationalError, match="password"):
        psycopg2.connect(server.url.replace("galley:", "galley:not-", 1))


def test_the_log_never_holds_what_people_wrote(home: Path) -> None:
    server = prepare_postgres(home)

    with running(server):
        ask(server, "CREATE TABLE kept (brief text UNIQUE, checked bool CHECK (checked))")
        ask(server, "INSERT INTO kept VALUES ('our plan', true)")
        for broken in ("('our plan', true)", "('our plan', false)"):
            with pytest.raises(psycopg2.IntegrityError):
                ask(server, f"INSERT INTO kept VALUES {broken}")

    log = server.log.read_text()
    assert "duplicate key" in log
    assert "our plan" not in log


def test_a_server_that_ends_while_starting_says_why(home: Path) -> None:
    server = prepare_postgres(home)
    (home / "postgres" / "data" / "PG_VERSION").write_text("9\n")

    with pytest.raises(ServerStartError, match="incompatible"), running(server):
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user reaches a home of their own")
def test_roots_private_home_keeps_its_database_where_its_user_can_go(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "_SHARED_GROUND", home / "shared")
    private = home / "private"
    private.mkdir(mode=0o700)

    server = prepare_postgres(private)

    assert (private / "postgres").resolve().parent == home / "shared"
    with running(server):
        assert ask(server, "SELECT 1") == (1,)
