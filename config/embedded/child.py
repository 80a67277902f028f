"""One program under the supervisor: started, heard, started again when it died, ended."""

import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

from config.embedded.program import Program, ask_to_end, kill, start, wait_for_end

Echo = Callable[[str], None]

_FIRST_WAIT_SECONDS = 0.5
_LONGEST_WAIT_SECONDS = 10.0
_STEADY_SECONDS = 30.0  # whoever ran this long is started again after the shortest wait


class Child:
    """A kept program. Its words go to `log`, or to `echo`, line by line with its name before them."""

    def __init__(self, program: Program, *, echo: Echo, log: Path | None = None) -> None:
        self._program = program
        self._echo = echo
        self._log = log
        self._deaths = 0
        self._start_at: float | None = None
        self._launch()

    @property
    def process(self) -> subprocess.Popen[bytes]:
        return self._process

    def look_after(self) -> None:
        """Start it again if it is dead and its wait is over."""
        if self._start_at is None and self._process.poll() is not None:
            self._mourn()
        elif self._start_at is not None and time.monotonic() >= self._start_at:
            self._launch()

    def ask_to_end(self) -> None:
        ask_to_end(self._process, self._program)

    def wait_for_end(self, *, hurry: Callable[[], bool]) -> None:
        """Wait for its end once it was asked; past its grace, or in a hurry, by force."""
        wait_for_end(self._process, self._program, hurry=hurry)
        if self._reader is not None:
            self._reader.join(1)

    def _launch(self) -> None:
        self._started_at, self._start_at = time.monotonic(), None
        self._reader = None
        if self._log is not None:
            self._log.touch(mode=0o600)
            with self._log.open("ab") as output:
                self._process = start(self._program, output=output)
            return
        self._process = start(self._program, output=subprocess.PIPE)
        self._reader = threading.Thread(target=self._pass_on, args=(self._process,), daemon=True)
        self._reader.start()

    def _mourn(self) -> None:
        kill(self._process)  # what it may have left in its process group
        steady = time.monotonic() - self._started_at > _STEADY_SECONDS
        self._deaths = 1 if steady else self._deaths + 1
        wait = seconds_before_restart(self._deaths)
        self._start_at = time.monotonic() + wait
        code = self._process.returncode
        self._echo(f"{self._program.name} ended with code {code}; it is started again in {wait:g} s")

    def _pass_on(self, process: subprocess.Popen[bytes]) -> None:
        for line in process.stdout or ():
            self._echo(f"{self._program.name:<10} | {line.decode(errors='replace').rstrip()}")


def seconds_before_restart(deaths: int) -> float:
    """Return how long to wait after so many deaths in a row: twice as long each time, up to a limit."""
    return min(_FIRST_WAIT_SECONDS * 2.0 ** (deaths - 1), _LONGEST_WAIT_SECONDS)
