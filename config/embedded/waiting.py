"""Waiting for a server until the process that was just started is the one that answers."""

import subprocess
import time
from threading import Event

from config.embedded.program import Server


class ServerFailed(Exception):
    """A server did not come up; the message ends with what it said."""


def wait_until_it_answers(
    server: Server, process: subprocess.Popen[bytes], *, seconds: float = 60, stop: Event | None = None
) -> None:
    """Return when `process` serves the server's address, or when `stop` is set. Raises ServerFailed."""
    stop = stop or Event()
    deadline = time.monotonic() + seconds
    while not stop.is_set() and not server.answers(process.pid):
        if process.poll() is not None:
            raise ServerFailed(f"{server.program.name} ended while starting; {_last_words(server)}")
        if time.monotonic() > deadline:
            raise ServerFailed(
                f"{server.program.name} did not answer in {seconds:.0f} s; {_last_words(server)}"
            )
        stop.wait(0.02)


def _last_words(server: Server) -> str:
    lines = server.log.read_text(errors="replace").splitlines()[-5:] if server.log.exists() else []
    return f"{server.log} ends with: {' / '.join(lines) or 'nothing'}"
