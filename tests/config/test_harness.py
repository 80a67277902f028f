"""The test run's own servers and processes."""

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from generation.engine.running.beats import beat
from generation.models import ProcessBeat
from tests.support.processes import Processes
from tests.support.servers import PostgresControl, RedisControl
from tests.support.standing import Standing


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
