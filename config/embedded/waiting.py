"""Waiting for a server until the process that was just started is the one that answers."""

import subprocess
import time
from collections.abc import Callable

from config.embedded.program import Server

_LOOK_EVERY_SECONDS = 0.02


class ServerStartError(Exception):
    """A server did not come up; the message ends with what it said."""


def wait_until_it_answers(
    server: Server,
    process: subprocess.Popen[bytes],
    *,
    seconds: float = 60,
    give_up: Callable[[], bool] = lambda: False,
) -> None:
    """Return when `process` serves the server's address, or `give_up` is true. Raises ServerStartError."""
    deadline = time.monotonic() + seconds
    while not give_up() and not server.answers(process.pid):
        if process.poll() is not None:
            raise ServerStartError(f"{server.program.name} ended while starting. {_last_words(server)}")
        if time.monotonic() > deadline:
            raise ServerStartError(
                f"{server.program.name} did not answer within {seconds:g} s. {_last_words(server)}"
            )
        time.sleep(_LOOK_EVERY_SECONDS)  # there is nothing to wait on: a server says nowhere that it is ready


def _last_words(server: Server) -> str:
    lines = server.log.read_text(errors="replace").splitlines()[-5:]
    return f"{server.log} ends with: {' / '.join(lines) or 'nothing'}"
