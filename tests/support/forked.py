"""Starts a Galley process without starting Python: it is forked from tests/support/forker.py.

Command line, environment, session, streams, signals and exit code are those it would have by itself; only the
system's list of processes calls it by another name.
"""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from multiprocessing.connection import wait
from signal import SIGKILL
from typing import IO

from config.embedded.program import Program
from config.env import BASE_DIR
from tests.support.forker import LIBRARIES, NUMBER

_NOT_YET = {"DJANGO_SETTINGS_MODULE", "COVERAGE_PROCESS_CONFIG"}
"""What would have the libraries read settings, or their lines counted."""


class Forked(subprocess.Popen[bytes]):
    """A process whose attendant tells on `line` how it ended: what else of Popen is used looks at `poll`."""

    _child_created = False  # it is not ours to bury

    def __init__(self, line: socket.socket, program: Program) -> None:
        self.args = program.argv
        self.returncode: int | None = None  # type: ignore[assignment]
        self._line = line
        self.pid = self._number()
        assert self.pid > 0, "it was never forked"

    def poll(self) -> int | None:
        return self._ended_within(0)

    def wait(self, timeout: float | None = None) -> int:
        code = self._ended_within(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return code

    def _ended_within(self, seconds: float | None) -> int | None:
        if self.returncode is None and wait([self._line], seconds):
            self.returncode = self._number()
            self._line.close()
        return self.returncode

    def _number(self) -> int:
        said = self._line.recv(NUMBER.size, socket.MSG_WAITALL)
        if not said:  # the attendant was killed, and that is its end as well
            return -SIGKILL
        (number,) = NUMBER.unpack(said)
        return int(number)


class Forker:
    """Starts programs of this Python as `config.embedded.program.start` does.

    When the first is asked for it reads `libraries`, which takes two seconds.
    """

    def __init__(self, libraries: Sequence[str] = LIBRARIES) -> None:
        self._libraries = libraries
        self._process: subprocess.Popen[bytes] | None = None
        self._control, self._theirs = socket.socketpair()

    def start(self, program: Program, *, output: IO[bytes]) -> Forked:
        python, *arguments = program.argv
        assert python == sys.executable
        self._begin()
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._control, [b"."], [theirs.fileno(), output.fileno()])
        asked = {"arguments": arguments, "env": dict(program.env), "folder": str(program.folder)}
        ours.sendall(json.dumps(asked).encode() + b"\n")
        return Forked(ours, program)

    def close(self) -> None:
        """End it, and with it whatever of its processes is left."""
        self._theirs.close()
        self._control.close()
        if self._process is not None:
            self._process.wait()

    def _begin(self) -> None:
        if self._process is not None:
            return
        kept = {name: value for name, value in os.environ.items() if name not in _NOT_YET}
        self._process = subprocess.Popen(
            (sys.executable, "-m", "tests.support.forker", *self._libraries),
            env=kept | {"PYTHONUNBUFFERED": "1"},
            cwd=BASE_DIR,
            stdin=self._theirs,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._theirs.close()
