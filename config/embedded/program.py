"""A program that is kept running: what it is, how it starts, and how it ends."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from config.embedded.owner import Owner

_LAUNCH = Path(__file__).with_name("launch.py")


@dataclass(frozen=True, kw_only=True)
class Program:
    """One program to run.

    `env` is its whole environment; `owner` the user it runs as, None for our own. `death_signal` is what it
    gets when the process that started it dies, however that happens.
    """

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str]
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


def start(program: Program, *, output: int | IO[bytes]) -> subprocess.Popen[bytes]:
    """Start it in a session of its own, so that a terminal's Ctrl-C reaches only its parent."""
    user = "-" if program.owner is None else f"{program.owner.uid}:{program.owner.gid}"
    tie = (str(os.getpid()), str(int(program.death_signal)), user)
    return subprocess.Popen(  # noqa: S603 - the command lines are our own
        (sys.executable, "-I", "-S", str(_LAUNCH), *tie, *program.argv),
        env=dict(program.env),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def end(process: subprocess.Popen[bytes], program: Program) -> None:
    """Stop it within its grace, by force after that; what it left in its process group goes with it."""
    if process.poll() is None:
        process.send_signal(program.stop_signal)
        with suppress(subprocess.TimeoutExpired):
            process.wait(program.grace_seconds)
    kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill it and its process group at once."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
