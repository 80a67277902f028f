"""What `manage.py doctor` looks at: each function asks one thing and answers with a finding."""

from collections.abc import Iterator
from dataclasses import dataclass

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from config.celery import app
from config.env import Environment
from generation.engine.writers import choose_writer
from generation.models import SILENT_AFTER, ProcessBeat
from settings_app import store

_START = "start Galley with `make run`"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What was found about one part; `remedy` is what to do, empty where nothing is broken."""

    part: str
    says: str
    remedy: str = ""


def examine(env: Environment) -> Iterator[Finding]:
    """Look at every part, one after the other; what cannot be asked without the database is left out."""
    yield _environment(env)
    yield from _keys(env)
    database = _database(env)
    yield database
    if not database.remedy:
        yield from _of_the_database(env)
    broker = _redis(env)
    yield broker
    if not broker.remedy:
        yield _workers()


def _of_the_database(env: Environment) -> Iterator[Finding]:
    migrations = _migrations()
    yield migrations
    if not migrations.remedy:
        yield _writer(env)
        yield _reconciler()


def _environment(env: Environment) -> Finding:
    servers = {"PostgreSQL": env.embedded_postgres, "Redis": env.embedded_redis}
    kinds = ", ".join(f"{name} {'embedded' if ours else 'of its own'}" for name, ours in servers.items())
    return Finding(part="Environment", says=f"{kinds}; data in {env.home}; pages at {env.public_url}")


def _keys(env: Environment) -> Iterator[Finding]:
    keys = {
        "ANTHROPIC_API_KEY": env.anthropic_api_key,
        "GEMINI_API_KEY": env.gemini_api_key,
        "OPENAI_API_KEY": env.openai_api_key,
    }
    for name, key in keys.items():
        yield Finding(part=name, says="set" if key else "not set")


def _database(env: Environment) -> Finding:
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


def _migrations() -> Finding:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not missing:
        return Finding(part="Migrations", says="all applied")
    return Finding(
        part="Migrations", says=f"{len(missing)} not applied", remedy="run `python manage.py migrate`"
    )


def _writer(env: Environment) -> Finding:
    writer = choose_writer(store.read_all())
    if writer.provider == "anthropic" and not env.anthropic_api_key:
        return Finding(
            part="Writer",
            says="the setting writer_provider says anthropic, and there is no key",
            remedy="set ANTHROPIC_API_KEY, or empty the setting to use the demo writer",
        )
    return Finding(part="Writer", says=f"{writer.provider}, model {writer.model}")


def _reconciler() -> Finding:
    last = ProcessBeat.objects.filter(kind="reconciler").order_by("-at").first()
    if last is not None and timezone.now() - last.at < SILENT_AFTER:
        return Finding(part="Reconciler", says=f"works, as {last.name}")
    return Finding(
        part="Reconciler",
        says=f"silent since {last.at:%Y-%m-%d %H:%M:%S} UTC" if last else "has never run here",
        remedy="start one with `python manage.py reconciler`; without it nothing recovers",
    )


def _redis(env: Environment) -> Finding:
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


def _workers() -> Finding:
    with app.connection_for_read() as fresh:
        answers = app.control.ping(timeout=1.0, connection=fresh)
    if not answers:
        return Finding(
            part="Workers", says="none answers", remedy="start one, by the line `worker` of the Procfile"
        )
    names = ", ".join(sorted(name for answer in answers for name in answer))
    return Finding(part="Workers", says=f"answering: {names}")
