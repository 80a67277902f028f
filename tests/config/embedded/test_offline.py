"""Programs that call nobody."""

from pathlib import Path

import pytest

from config.embedded.offline import without_keys

_KEYS = ("ANTHROPIC_API_KEY", "GEMINI_API_KEY", "OPENAI_API_KEY", "OPENAI_BASE_URL")


def test_no_server_and_no_key_of_the_users_is_passed_on(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    servers_and_keys = ("DATABASE_URL", "REDIS_URL", *_KEYS)
    for name in ("GALLEY_HOME", *servers_and_keys):
        monkeypatch.setenv(name, "the user's own")
    monkeypatch.setenv("LANG", "C.UTF-8")

    env = without_keys(home, WORKER_CONCURRENCY="4")

    assert {name: env[name] for name in servers_and_keys} == dict.fromkeys(servers_and_keys, "")
    assert env["GALLEY_HOME"] == str(home)
    assert (env["LANG"], env["WORKER_CONCURRENCY"]) == ("C.UTF-8", "4")
