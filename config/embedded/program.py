"""A program that is kept running: what it is, how it starts, and how it ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from config.embedded.owner import Owner

_MOMENT_SECONDS = 3.0
_LAUNCH = Path(__file__).with_name("launch.py")


@dataclass(frozen=True, kw_only=True)
class Program:
    """One program to run.

    `env` is its whole environment; `owner` the user it runs as, None for our own. `death_signal` is what it
    gets when the process that started it dies, however that happens. It runs in `folder`.
    """

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str]
    folder: Path = Path("/")
    owner: Owner | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGKILL
    grace_seconds: float = 10


@dataclass(frozen=True, kw_only=True)
class Server:
    """A program others connect to: `answers(pid)` says whether that very process serves `url` by now."""

    program: Program
    url: str
    log: Path
    answers: Callable[[int], bool]


def start(program: Program, *, output: int | IO[bytes] | None) -> subprocess.Popen[bytes]:
    """Start it in a session of its own, so that a terminal's Ctrl-C reaches only its parent.

    Its words go to `output`; None is our own terminal.
    """
    user = "-" if program.owner is None else f"{program.owner.uid}:{program.owner.gid}"
    tie = (str(os.getpid()), str(int(program.death_signal)), user)
    return subprocess.Popen(  # noqa: S603 - every command line is our own
        (sys.executable, "-I", "-S", str(_LAUNCH), *tie, *program.argv),
        env=dict(program.env),
        cwd=program.folder,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def end(
    process: subprocess.Popen[bytes], program: Program, *, hurry: Callable[[], bool] = lambda: False
) -> None:
    """Stop it within its grace, by force after that; what it left in its process group goes with it.

    As soon as `hurry` is true it gets its death signal and a moment instead of the grace.
    """
    ask_to_end(process, program)
    wait_for_end(process, program, hurry=hurry)


def ask_to_end(process: subprocess.Popen[bytes], program: Program) -> None:
    """Send its stop signal, and do not wait."""
    process.send_signal(program.stop_signal)


def wait_for_end(
    process: subprocess.Popen[bytes], program: Program, *, hurry: Callable[[], bool] = lambda: False
) -> None:
    """Wait for what was asked to end, as `end` does."""
    _wait(process, seconds=program.grace_seconds, until=hurry)
    if process.poll() is None and hurry():
        process.send_signal(program.death_signal)
        _wait(process, seconds=_MOMENT_SECONDS)
    kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill it and its process group at once."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _wait(
    process: subprocess.Popen[bytes], *, seconds: float, until: Callable[[], bool] = lambda: False
) -> None:
    """Wait for its end. In short steps: signal handlers only set flags, and somebody must look."""
    deadline = time.monotonic() + seconds
    while process.poll() is None and not until() and time.monotonic() < deadline:
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
