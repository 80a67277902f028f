"""The test run's own servers and processes."""

import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from config.embedded import program
from generation.engine.running.beats import beat
from generation.models import ProcessBeat
from tests.support.forked import Forker
from tests.support.processes import Processes, RunningProcess
from tests.support.servers import PostgresControl, RedisControl, TestServers
from tests.support.standing import Standing
from tests.support.threads import all_at_once

_SAYS_WHAT_IT_IS = """
import json, os, signal, sys
given = {name: os.environ.get(name) for name in ("GIVEN", "DJANGO_SETTINGS_MODULE", "PYTHONPATH")}
ours = [name for name in sys.modules if name.partition(".")[0] in ("config", "generation", "settings_app")]
leads_its_session = os.getsid(0) == os.getpgid(0) == os.getpid()
interrupted = str(signal.getsignal(signal.SIGINT))
facts = [sys.argv, sys.path[0], os.getcwd(), __name__, given, ours, leads_its_session, interrupted]
print(json.dumps([*facts, sys.stdin.read(), sys.stdout.line_buffering]), flush=True)
print("to stderr", file=sys.stderr)
sys.exit(3)
"""


@pytest.mark.django_db
def test_the_database_is_the_one_of_this_run() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW fsync")

        assert cursor.fetchone() == ("off",)


def test_redis_comes_back_on_the_same_address_after_a_kill(redis_server: RedisControl) -> None:
    redis_server.kill()
    redis_server.start()

    assert redis_server.client().ping()


def test_postgres_keeps_its_rows_over_a_restart(postgres_server: PostgresControl) -> None:
    User.objects.create(username="ada")

    postgres_server.restart()

    assert User.objects.filter(username="ada").exists()


def test_a_started_process_sees_the_rows_of_the_test(processes: Processes) -> None:
    User.objects.create(username="ada")

    shell = processes.run("shell", "manage.py", "shell", "-c", "print('it is', User.objects.get())")

    shell.wait_for_output("it is ada")


def test_what_stood_for_other_tests_leaves_them_no_row_and_no_message(
    transactional_db: None, standing: Standing, redis_server: RedisControl
) -> None:
    """A worker writes its sign of life, and gives back its messages, after the last test has emptied both."""
    with standing("worker"), redis_server.client() as client:
        beat("worker@standing", kind="worker", started_at=timezone.now())
        client.lpush("celery", "a message that was given back")

    assert not ProcessBeat.objects.exists()
    assert redis_server.client().keys() == []


@pytest.mark.django_db
def test_what_the_quick_emptying_does_not_do_is_refused() -> None:
    with pytest.raises(NotImplementedError, match="Sequences"):
        call_command("flush", verbosity=0, interactive=False, reset_sequences=True)


def test_what_one_thread_sets_on_its_connection_no_other_finds(transactional_db: None) -> None:
    def lose_patience() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '1ms'")

    def patience() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            return str(cursor.fetchone()[0])

    pool_size = settings.DATABASES["default"]["POOL_OPTIONS"]["POOL_SIZE"]
    all_at_once([lose_patience] * (pool_size - 1))  # the last is this thread's

    assert all_at_once([patience] * (pool_size - 1)) == ["1min"] * (pool_size - 1)


def test_a_forked_process_is_as_one_that_was_started(servers: TestServers, tmp_path: Path) -> None:
    argv = (sys.executable, "-c", _SAYS_WHAT_IT_IS, "an", "argument")
    env = {**os.environ, "GIVEN": "a value"}

    started, forked = (
        RunningProcess(name=name, argv=argv, env=env, log=tmp_path / name, start=start)
        for name, start in (("started", program.start), ("forked", servers.forker.start))
    )

    assert (forked.wait(), forked.output) == (started.wait(), started.output)
    assert json.loads(forked.output.splitlines()[0])[0] == ["-c", "an", "argument"]


@pytest.fixture
def forker() -> Iterator[Forker]:
    """One that reads no library, and is there at once."""
    forker = Forker(libraries=())
    yield forker
    forker.close()


@pytest.fixture
def forked(forker: Forker, tmp_path: Path) -> RunningProcess:
    """A process that waits to be ended."""
    argv = (sys.executable, "-c", "print('up'); import time; time.sleep(600)")
    process = RunningProcess(
        name="forked", argv=argv, env=os.environ, log=tmp_path / "forked", start=forker.start
    )
    process.wait_for_output("up")
    return process


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_forked_process_ends_by_the_signal_it_was_sent(
    forked: RunningProcess, number: signal.Signals
) -> None:
    forked.signal(number)

    assert forked.wait() == -number
    assert not forked.is_running


def test_no_forked_process_outlives_its_forker(forked: RunningProcess, forker: Forker) -> None:
    forker.close()

    assert forked.wait() == -signal.SIGKILL
