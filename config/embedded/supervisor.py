"""Keeps programs running: starts them, starts again what died, ends them in order, and leaves none behind."""

import signal
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Self

from config.embedded.child import Child, Echo
from config.embedded.program import Program, Server, end, start
from config.embedded.waiting import wait_until_it_answers

_STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_LOOK_EVERY_SECONDS = 0.1


class Supervisor:
    """Programs kept running until SIGTERM, SIGINT or SIGHUP; a second signal hurries the end.

    Used as a context: leaving it, by whatever way, ends the programs, all at once, and after them the
    servers they need. It is used from the main thread alone: only there do signals arrive, and the kernel
    ends a child when the *thread* that started it ends.
    """

    def __init__(self, *, echo: Echo) -> None:
        self._echo = echo
        self._programs: list[Child] = []
        self._servers: list[Child] = []
        self._signals = 0

    def __enter__(self) -> Self:
        self._former = {number: signal.signal(number, self._on_signal) for number in _STOP_SIGNALS}
        return self

    def __exit__(self, *_: object) -> None:
        self._end_together(self._programs)
        self._end_together(self._servers)
        for number, handler in self._former.items():
            signal.signal(number, handler)

    @property
    def is_stopping(self) -> bool:
        return self._signals > 0

    def keep(self, program: Program, *, log: Path | None = None) -> None:
        """Start the program and keep it running; its words go to `log`, or out with its name before them."""
        self._programs.append(Child(program, echo=self._echo, log=log))

    def keep_server(self, server: Server) -> None:
        """Start the server and keep it running; return when it answers. Raises ServerStartError."""
        server.log.unlink(missing_ok=True)
        child = Child(server.program, echo=self._echo, log=server.log)
        self._servers.append(child)
        wait_until_it_answers(server, child.process, give_up=lambda: self.is_stopping)

    def call(self, program: Program, *, log: Path | None = None) -> int:
        """Run the program to its end, on our terminal or into `log`, and return its exit code.

        The kept ones are looked after meanwhile; being asked to stop ends it early.
        """
        if log is None:
            process = start(program, output=None)
        else:
            log.touch(mode=0o600)
            with log.open("wb") as output:
                process = start(program, output=output)
        try:
            self.watch(until=lambda: process.poll() is not None)
        finally:
            end(process, program, hurry=lambda: self._signals > 1)
        return process.returncode

    def watch(self, *, until: Callable[[], bool] = lambda: False) -> None:
        """Start again what dies, until we are asked to stop or `until` is true."""
        while not self.is_stopping and not until():
            for child in (*self._servers, *self._programs):
                child.look_after()
            time.sleep(_LOOK_EVERY_SECONDS)

    def _end_together(self, children: list[Child]) -> None:
        for child in children:
            child.ask_to_end()
        while children:
            children.pop().wait_for_end(hurry=lambda: self._signals > 1)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        """Count, nothing more: a handler may interrupt anything, a held lock included."""
        self._signals += 1
