"""What `manage.py doctor` asks of the servers, and of the processes that answer."""

from collections.abc import Iterator, Mapping

import redis
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from config.celery import app
from config.embedded.run import answers
from config.env import Environment
from generation.management.findings import Finding

_SECONDS_FOR_MAIL = 3
_START = "start Galley with `make run`"


def of_database(env: Environment) -> Finding:
    if not env.database_url:
        return Finding(part="PostgreSQL", says="the embedded server is not running", remedy=_START)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            return Finding(part="PostgreSQL", says=f"answers, version {cursor.fetchone()[0]}")
    except DatabaseError as error:
        return Finding(
            part="PostgreSQL",
            says=f"does not answer: {str(error).strip().splitlines()[0]}",
            remedy=_START if env.embedded_postgres else "check DATABASE_URL, and that the server is up",
        )


def of_migrations() -> Finding:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not missing:
        return Finding(part="Migrations", says="all applied")
    return Finding(
        part="Migrations",
        says=f"{len(missing)} not applied",
        remedy="run `.venv/bin/python manage.py migrate`",
    )


def of_redis(env: Environment) -> Finding:
    if not env.redis_url:
        return Finding(part="Redis", says="the embedded server is not running", remedy=_START)
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=3, socket_connect_timeout=3) as client:
            return Finding(part="Redis", says=f"answers, version {client.info('server')['redis_version']}")
    except redis.RedisError as error:
        return Finding(
            part="Redis",
            says=f"does not answer: {error}",
            remedy=_START if env.embedded_redis else "check REDIS_URL, and that the server is up",
        )


def of_workers() -> Finding:
    with app.connection_for_read() as fresh:
        pongs = app.control.ping(timeout=1.0, connection=fresh)
    if not pongs:
        return Finding(
            part="Workers", says="none answers", remedy="start one, by the line `worker` of the Procfile"
        )
    names = ", ".join(sorted(name for pong in pongs for name in pong))
    return Finding(part="Workers", says=f"answering: {names}")


def of_mail() -> Finding:
    """Ask what takes the letters: a mail server is signed in to, as if one were to be sent."""
    try:
        with get_connection(timeout=_SECONDS_FOR_MAIL):
            return Finding(part="Mail", says=_where_letters_go())
    except (OSError, ImproperlyConfigured) as error:
        return Finding(
            part="Mail",
            says=f"no letter can be sent: {_where_letters_go()}, and {error}",
            remedy="check EMAIL_URL, and that what it names is there and takes its name and password",
        )


def _where_letters_go() -> str:
    match settings.EMAIL_BACKEND.split(".")[-2]:
        case "smtp":
            return f"letters go to {settings.EMAIL_HOST}, port {settings.EMAIL_PORT}"
        case "filebased":
            return f"letters are written into {settings.EMAIL_FILE_PATH}"
    return "letters stand in the output of the process that sends them, and reach nobody"


def of_pages(running: Mapping[str, str]) -> Iterator[Finding]:
    """Look at the pages of the Galley that `make run` started from this home, if it runs."""
    checked = {"Web server": ("web", "healthz"), "Flower": ("flower", "healthcheck")}
    for part, (name, path) in checked.items():
        if address := running.get(name):
            works = answers(f"{address}{path}")
            yield Finding(
                part=part,
                says=f"answers at {address}" if works else f"does not answer at {address}",
                remedy="" if works else "look at what `make run` says about it",
            )
