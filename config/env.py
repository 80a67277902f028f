"""The environment, read here alone. An empty value is not set; a bad one stops the start and is named."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from environs import Env

from config.embedded.home import read_addresses, read_or_make_secret
from config.env_values import (
    POSTGRES_SCHEMES,
    REDIS_SCHEMES,
    BadValueError,
    FilledEnv,
    read_address,
    read_email_server,
    read_flag,
    read_folder,
    read_login,
    read_number,
    read_web_address,
    read_web_addresses,
    read_whole,
)

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
    webhooks_to_private_addresses: bool
    sources_in_private_networks: bool
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
        return _read(FilledEnv())
    except (BadValueError, OSError) as error:
        sys.exit(f"Galley cannot start: {error}")


def child_environment(*, defaults: Mapping[str, str] | None = None, **values: str) -> dict[str, str]:
    """Return the environment for a process about to be started: ours, with `defaults` and `values` in it.

    What is empty in ours counts as not set.
    """
    ours = {name: value for name, value in os.environ.items() if value}
    return {**(defaults or {}), **ours, **values}


def _read(env: Env) -> Environment:
    home = read_folder(env, "GALLEY_HOME", BASE_DIR / ".galley")
    database_url = read_address(env, "DATABASE_URL", schemes=POSTGRES_SCHEMES)
    redis_url = read_address(env, "REDIS_URL", schemes=REDIS_SCHEMES)
    embedded = not (database_url and redis_url)
    running = read_addresses(home) if embedded else {}
    port = read_whole(env, "PORT", 8000, low=1, high=65535)
    return Environment(
        home=home,
        embedded_postgres=not database_url,
        embedded_redis=not redis_url,
        port=port,
        flower_port=read_whole(env, "FLOWER_PORT", 5555, low=1, high=65535),
        database_url=database_url or running.get("database_url", ""),
        redis_url=redis_url or running.get("redis_url", ""),
        secret_key=_secret_key(env, home, embedded=embedded),
        allowed_hosts=env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"]),
        public_url=read_web_address(env, "PUBLIC_URL", f"http://localhost:{port}").rstrip("/"),
        csrf_trusted_origins=read_web_addresses(env, "CSRF_TRUSTED_ORIGINS"),
        debug=read_flag(env, "DEBUG", default=False),
        anthropic_api_key=env.str("ANTHROPIC_API_KEY", ""),
        anthropic_base_url=read_web_address(env, "ANTHROPIC_BASE_URL", is_secret=True),
        gemini_api_key=env.str("GEMINI_API_KEY", ""),
        gemini_base_url=read_web_address(env, "GEMINI_BASE_URL", is_secret=True),
        openai_api_key=env.str("OPENAI_API_KEY", ""),
        openai_base_url=read_web_address(env, "OPENAI_BASE_URL", is_secret=True),
        flower_basic_auth=read_login(env, "FLOWER_BASIC_AUTH"),
        flower_read_only=read_flag(env, "FLOWER_READ_ONLY", default=True),
        worker_concurrency=read_whole(env, "WORKER_CONCURRENCY", 40, low=1, high=1000),
        worker_grace_seconds=read_whole(env, "WORKER_GRACE_SECONDS", 660, low=0, high=86400),
        email=read_email_server(env, "EMAIL_URL"),
        sentry_dsn=read_web_address(env, "SENTRY_DSN", is_secret=True),
        webhooks_to_private_addresses=read_flag(env, "WEBHOOKS_TO_PRIVATE_ADDRESSES", default=False),
        sources_in_private_networks=read_flag(env, "SOURCES_IN_PRIVATE_NETWORKS", default=False),
        demo_seconds_per_task=read_number(env, "DEMO_SECONDS_PER_TASK", 0.0, low=0, high=3600),
        demo_failure_rate=read_number(env, "DEMO_FAILURE_RATE", 0.0, low=0, high=1),
    )


def _secret_key(env: Env, home: Path, *, embedded: bool) -> str:
    """Return SECRET_KEY; beside embedded servers a key of our own is made once and kept in `home`."""
    if key := env.str("SECRET_KEY", ""):
        return key
    if not embedded:
        raise BadValueError("SECRET_KEY", "", must_be="a long random text", is_secret=False)
    return read_or_make_secret(home / "secret_key")
