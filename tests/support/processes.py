"""Galley's own processes under test: started on the test's database, their output kept, always ended."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import psutil

from config.embedded.program import Program, ask_to_end, kill, start, wait_for_end

ROOT = Path(__file__).resolve().parents[2]
UNWATCHED = {"COVERAGE_PROCESS_CONFIG": ""}  # to count its lines makes a process half as dear again

Start = Callable[..., subprocess.Popen[bytes]]
"""As `config.embedded.program.start`, which begins a Python for each; tests/support/forked.py need not."""


class RunningProcess:
    """One process and everything it has said so far."""

    def __init__(
        self, *, name: str, argv: tuple[str, ...], env: Mapping[str, str], log: Path, start: Start = start
    ) -> None:
        self._program = Program(name=name, argv=argv, env=env, folder=ROOT)
        self.log = log
        with log.open("wb") as output:
            self._process = start(self._program, output=output)

    @property
    def name(self) -> str:
        return self._program.name

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    @property
    def output(self) -> str:
        return self.log.read_text(errors="replace")

    def terminate(self) -> None:
        """Ask it to stop in good order; `wait` for it afterwards."""
        ask_to_end(self._process, self._program)

    def wait(self, *, seconds: float = 30) -> int:
        """Return its exit code once it has ended; negative for a signal."""
        return self._process.wait(seconds)

    def wait_for_end(self) -> None:
        """Wait for it once it was asked to stop; past its grace, end it by force."""
        wait_for_end(self._process, self._program)

    def stop(self) -> None:
        """Stop it in good order, by force after its grace."""
        self.terminate()
        self.wait_for_end()

    def kill(self) -> None:
        """Kill it with -9."""
        kill(self._process)

    def pause(self) -> None:
        """Freeze it: alive, and silent. The signal takes a moment, so return once it stands still."""
        process = psutil.Process(self.pid)
        process.suspend()
        stands = wait_until(lambda: process.status() == psutil.STATUS_STOPPED, seconds=5, every=0.001)
        assert stands, f"{self.name} was never frozen."

    def go_on(self) -> None:
        psutil.Process(self.pid).resume()

    def signal(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def wait_for_output(self, text: str, *, seconds: float = 30) -> None:
        """Return once it has said `text`. Raises AssertionError with all it said instead."""
        wait_until(lambda: text in self.output or not self.is_running, seconds=seconds)
        assert text in self.output, f"{self.name} never said {text!r}:\n{self.output}"


class Processes:
    """Starts Galley's processes against the database of the running test, and ends them after it."""

    def __init__(self, *, database_url: str, folder: Path, start: Start = start) -> None:
        self._database_url = database_url
        self._folder = folder
        self._start = start
        self.started: list[RunningProcess] = []

    def run(self, name: str, *argv: str, env: Mapping[str, str] | None = None) -> RunningProcess:
        """Start `python argv...` with this run's servers, plus `env`, in its environment."""
        count = sum(process.name == name for process in self.started)
        process = RunningProcess(
            name=name,
            argv=(sys.executable, *argv),
            env={
                **os.environ,
                **UNWATCHED,
                "DATABASE_URL": self._database_url,
                "PYTHONUNBUFFERED": "1",
                **(env or {}),
            },
            log=self._folder / f"{name}-{count + 1}.log",
            start=self._start,
        )
        self.started.append(process)
        return process

    def stop(self) -> None:
        """Stop all of them, which takes as long as the slowest."""
        for process in reversed(self.started):
            process.terminate()
        for process in self.started:
            process.wait_for_end()

    def report(self) -> str:
        """Return everything every process said, for a test that failed."""
        return "\n".join(f"--- {process.name} ({process.pid})\n{process.output}" for process in self.started)


def wait_until(claim: Callable[[], object], *, seconds: float = 30, every: float = 0.05) -> bool:
    """Return whether `claim` came true in time."""
    deadline = time.monotonic() + seconds
    while not claim():
        if time.monotonic() > deadline:
            return False
        time.sleep(every)
    return True


def all_end(processes: Iterable[psutil.Process], *, seconds: float) -> bool:
    """Return whether all of `processes` ended in time; one that nobody has reaped yet has ended too."""
    return wait_until(lambda: not any(_lives(process) for process in processes), seconds=seconds)


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:  # it ended between the two questions
        return False
