"""The test run's own servers and processes."""

import pytest
from django.contrib.auth.models import User
from django.db import connection

from tests.support.processes import Processes
from tests.support.servers import PostgresControl, RedisControl


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
