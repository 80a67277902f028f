"""The environment: the only file that reads it. A bad value stops the start and is named."""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from environs import Env, EnvError, ValidationError, validate

from config.embedded.home import read_addresses, read_or_make_secret

BASE_DIR = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, kw_only=True)
class Environment:
    """Everything Galley takes from its environment, checked and typed.

    `database_url` and `redis_url` are empty while they are not set and the embedded servers of `home` are
    not running.
    """

    home: Path
    embedded_postgres: bool
    embedded_redis: bool
    port: int
    flower_port: int
    database_url: str
    redis_url: str
    secret_key: str
    allowed_hosts: list[str]
    public_url: str
    csrf_trusted_origins: list[str]
    debug: bool
    anthropic_api_key: str
    anthropic_base_url: str
    gemini_api_key: str
    gemini_base_url: str
    openai_api_key: str
    openai_base_url: str
    flower_basic_auth: str
    flower_read_only: bool
    worker_concurrency: int
    worker_grace_seconds: int
    email: dict[str, Any]
    sentry_dsn: str
    demo_seconds_per_task: float
    demo_failure_rate: float

    @property
    def embedded(self) -> bool:
        """Whether one of our own servers is meant, because the address of another is not set."""
        return self.embedded_postgres or self.embedded_redis


def read_environment() -> Environment:
    """Return the checked environment.

    Raises SystemExit, with one sentence that names the variable, where a value is not one we can use.
    """
    try:
        return _read(Env())
    except (EnvError, OSError) as error:
        sys.exit(f"Galley cannot start: {error}")


def child_environment(*, defaults: Mapping[str, str] | None = None, **values: str) -> dict[str, str]:
    """Return the environment for a process about to be started: ours, with `defaults` and `values` in it."""
    return {**(defaults or {}), **os.environ, **values}


def _read(env: Env) -> Environment:
    home = Path(env.str("GALLEY_HOME", str(BASE_DIR / ".galley"))).expanduser().absolute()
    database_url = env.str("DATABASE_URL", "", validate=_address("postgres", "postgresql"))
    redis_url = env.str("REDIS_URL", "", validate=_address("redis", "rediss"))
    embedded = not (database_url and redis_url)
    running = read_addresses(home) if embedded else {}
    port = env.int("PORT", 8000, validate=validate.Range(1, 65535))
    return Environment(
        home=home,
        embedded_postgres=not database_url,
        embedded_redis=not redis_url,
        port=port,
        flower_port=env.int("FLOWER_PORT", 5555, validate=validate.Range(1, 65535)),
        database_url=database_url or running.get("database_url", ""),
        redis_url=redis_url or running.get("redis_url", ""),
        secret_key=_secret_key(env, home, embedded=embedded),
        allowed_hosts=env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"]),
        public_url=env.str("PUBLIC_URL", f"http://localhost:{port}", validate=_WEB).rstrip("/"),
        csrf_trusted_origins=env.list("CSRF_TRUSTED_ORIGINS", [], validate=_each(_WEB)),
        debug=env.bool("DEBUG", False),
        anthropic_api_key=env.str("ANTHROPIC_API_KEY", ""),
        anthropic_base_url=env.str("ANTHROPIC_BASE_URL", "", validate=_WEB),
        gemini_api_key=env.str("GEMINI_API_KEY", ""),
        gemini_base_url=env.str("GEMINI_BASE_URL", "", validate=_WEB),
        openai_api_key=env.str("OPENAI_API_KEY", ""),
        openai_base_url=env.str("OPENAI_BASE_URL", "", validate=_WEB),
        flower_basic_auth=env.str("FLOWER_BASIC_AUTH", "", validate=_name_and_password),
        flower_read_only=env.bool("FLOWER_READ_ONLY", True),
        worker_concurrency=env.int("WORKER_CONCURRENCY", 40, validate=validate.Range(1, 1000)),
        worker_grace_seconds=env.int("WORKER_GRACE_SECONDS", 660, validate=validate.Range(0, 86400)),
        email=_email(env),
        sentry_dsn=env.str("SENTRY_DSN", "", validate=_WEB),
        demo_seconds_per_task=env.float("DEMO_SECONDS_PER_TASK", 0.0, validate=validate.Range(0, 3600)),
        demo_failure_rate=env.float("DEMO_FAILURE_RATE", 0.0, validate=validate.Range(0, 1)),
    )


def _email(env: Env) -> dict[str, Any]:
    found: dict[str, Any] = env.dj_email_url("EMAIL_URL", "console:")
    if "EMAIL_BACKEND" not in found:  # the parser lets a scheme it does not know pass
        raise EnvError(
            'Environment variable "EMAIL_URL" invalid: use console:, smtp://, smtps:// or submission://'
        )
    return found


def _secret_key(env: Env, home: Path, *, embedded: bool) -> str:
    """Return SECRET_KEY; beside embedded servers a key of our own is made once and kept in `home`."""
    if key := env.str("SECRET_KEY", ""):
        return key
    if not embedded:
        raise EnvError('Environment variable "SECRET_KEY" not set: production needs a long random one')
    return read_or_make_secret(home / "secret_key")


def _address(*schemes: str) -> Callable[[str], None]:
    """Return a check for an address of one of these schemes; an empty value is no address, and right."""

    def check(value: str) -> None:
        found = urlsplit(value)
        if value and (found.scheme not in schemes or not (found.netloc or found.path)):
            raise ValidationError(f"must begin with {' or '.join(f'{scheme}://' for scheme in schemes)}")

    return check


_WEB = _address("http", "https")


def _each(check: Callable[[str], None]) -> Callable[[list[str]], None]:
    def check_all(values: list[str]) -> None:
        for value in values:
            check(value)

    return check_all


def _name_and_password(value: str) -> None:
    name, _, password = value.partition(":")
    if value and not (name and password):
        raise ValidationError("must be NAME:PASSWORD")
