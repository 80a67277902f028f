"""The embedded Redis."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
import redis

from config.embedded.program import Server, end, kill, start
from config.embedded.redis import prepare_redis
from config.embedded.waiting import wait_until_it_answers


def test_keys_are_kept_from_one_start_to_the_next(home: Path) -> None:
    first = started(home)
    first.client.set("kept", "42")
    end(first.process, first.server.program)

    second = started(home)

    assert second.client.get("kept") == b"42"
    kill(second.process)


def test_the_password_is_asked_for(home: Path) -> None:
    running = started(home)
    stranger = redis.Redis.from_url(running.server.url.replace("redis://:", "redis://:not-"))

    with pytest.raises(redis.AuthenticationError):
        stranger.ping()

    kill(running.process)


def test_another_process_on_the_port_is_not_taken_for_the_server(home: Path) -> None:
    running = started(home)

    assert running.server.answers(running.process.pid)
    assert not running.server.answers(running.process.pid + 1)

    kill(running.process)


@dataclass(frozen=True)
class Running:
    server: Server
    process: subprocess.Popen[bytes]

    @property
    def client(self) -> redis.Redis:
        return redis.Redis.from_url(self.server.url)


def started(home: Path) -> Running:
    server = prepare_redis(home)
    with server.log.open("ab") as output:
        process = start(server.program, output=output)
    wait_until_it_answers(server, process)
    return Running(server, process)
