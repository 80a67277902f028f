"""The environment: right values are typed, wrong ones stop the start and are named."""

import subprocess
import sys
from pathlib import Path

import pytest

from config.env import BASE_DIR, child_environment, read_environment
from tests.support.documents import names_in, rows_below

_SERVERS = {"DATABASE_URL", "REDIS_URL"}  # without them a key would be made in our own .galley


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://localhost/galley"),
        ("DATABASE_URL", "localhost"),
        ("DATABASE_URL", "postgres://db.example:port/galley"),
        ("DATABASE_URL", "postgres://[db/galley"),
        ("REDIS_URL", "http://localhost:6379"),
        ("REDIS_URL", "redis://redis.example:abc/0"),
        ("PUBLIC_URL", "galley.example"),
        ("CSRF_TRUSTED_ORIGINS", "https://galley.example,other.example"),
        ("ANTHROPIC_BASE_URL", "api.example"),
        ("SENTRY_DSN", "sentry"),
        ("EMAIL_URL", "carrier-pigeon://coop"),
        ("EMAIL_URL", "memory:"),
        ("EMAIL_URL", "dummy:"),
        ("EMAIL_URL", "file:letters"),
        ("EMAIL_URL", "file://letters"),
        ("EMAIL_URL", "submission://"),
        ("EMAIL_URL", "smtp://mail.example:post"),
        ("EMAIL_URL", "smtp://mail.example?timeout=long"),
        ("FLOWER_BASIC_AUTH", "demo"),
        ("FLOWER_BASIC_AUTH", "demo:"),
        ("GALLEY_HOME", "~nobody-of-this-name/galley"),
        ("PORT", "http"),
        ("PORT", "70000"),
        ("FLOWER_PORT", "0"),
        ("WORKER_CONCURRENCY", "0"),
        ("WORKER_GRACE_SECONDS", "-1"),
        ("DEMO_FAILURE_RATE", "1.5"),
        ("DEMO_SECONDS_PER_TASK", "slow"),
        ("DEBUG", "perhaps"),
        ("WEBHOOKS_TO_PRIVATE_ADDRESSES", "some"),
    ],
)
def test_a_bad_value_stops_the_start_and_is_named(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(SystemExit, match=f"{name} must be .+, and is "):
        read_environment()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "abc", "PORT must be a whole number from 1 to 65535, and is 'abc'."),
        ("DEMO_FAILURE_RATE", "2", "DEMO_FAILURE_RATE must be a number from 0 to 1, and is '2'."),
        ("DEBUG", "perhaps", "DEBUG must be true or false, and is 'perhaps'."),
    ],
)
def test_a_bad_value_is_shown_with_what_would_be_right(
    name: str, value: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(SystemExit) as stopped:
        read_environment()

    assert stopped.value.code == f"Galley cannot start: {sentence}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://galley:hush@db.example/galley"),
        ("DATABASE_URL", "postgres://galley:hush@db.example:abc/galley"),
        ("REDIS_URL", "http://:hush@redis.example"),
        ("REDIS_URL", "redis://:hush@redis.example:abc/0"),
        ("EMAIL_URL", "pigeon://galley:hush@mail.example"),
        ("FLOWER_BASIC_AUTH", "hush"),
        ("ANTHROPIC_BASE_URL", "galley:hush@api.example"),
        ("SENTRY_DSN", "hush@sentry.example"),
    ],
)
def test_what_may_be_a_secret_is_never_shown(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(SystemExit) as stopped:
        read_environment()

    assert name in str(stopped.value.code)
    assert "hush" not in str(stopped.value.code)


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = rows_below("README.md", "Environment")
    names = {name for row in rows for name in names_in(row[0])} - {"SECRET_KEY"}
    for name in names - _SERVERS:
        monkeypatch.delenv(name, raising=False)
    without = read_environment()

    for name in names - _SERVERS:
        monkeypatch.setenv(name, "")

    assert read_environment() == without
    assert without.home == BASE_DIR / ".galley"


def test_an_empty_variable_does_not_hide_the_default_of_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLOWER_BASIC_AUTH", "")

    env = child_environment(defaults={"FLOWER_BASIC_AUTH": "demo:demo"})

    assert env["FLOWER_BASIC_AUTH"] == "demo:demo"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "postgresql://galley:pw@db.example:5432/galley?sslmode=require"),
        ("DATABASE_URL", "postgres:///galley"),
        ("REDIS_URL", "rediss://:pw@redis.example:6380/1"),
        ("PUBLIC_URL", "https://galley.example/"),
        ("FLOWER_BASIC_AUTH", "ops:a:b"),
        ("WORKER_GRACE_SECONDS", "0"),
    ],
)
def test_a_good_value_is_taken(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)

    taken = getattr(read_environment(), name.lower())

    assert str(taken) == value.rstrip("/")


def test_without_addresses_the_embedded_servers_are_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL")

    env = read_environment()

    assert (env.embedded, env.embedded_postgres, env.embedded_redis) == (True, True, False)


def test_production_needs_a_secret_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY")

    with pytest.raises(SystemExit, match="SECRET_KEY"):
        read_environment()


def test_processes_that_start_at_once_make_one_secret_key(tmp_path: Path) -> None:
    command = (sys.executable, "-c", "from config.env import read_environment as r; print(r().secret_key)")
    env = {"GALLEY_HOME": str(tmp_path / "home"), "PATH": "/usr/bin:/bin"}

    starts = [
        subprocess.Popen(command, env=env, cwd=BASE_DIR, stdout=subprocess.PIPE, text=True) for _ in range(6)
    ]
    keys = {start.communicate()[0].strip() for start in starts}

    assert len(keys) == 1
    assert len(keys.pop()) > 50
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["secret_key"]
    assert (tmp_path / "home" / "secret_key").stat().st_mode & 0o777 == 0o600
