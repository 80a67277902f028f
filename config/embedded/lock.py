"""One start per GALLEY_HOME: the second one says where the first one runs."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from config.embedded.home_error import usable

_TRIES = 5


class AlreadyRunningError(Exception):
    """Somebody else runs from this home."""

    def __init__(self, home: Path, holder: str) -> None:
        super().__init__(
            f"Galley already runs from {home}: {holder or 'another process'}. "
            "Stop it first, or set GALLEY_HOME to another folder."
        )


@contextmanager
def only_one(home: Path, *, description: str) -> Iterator[None]:
    """Hold the home's lock for the time being; the kernel lets go of it however this process ends.

    `description` is what a second start is told. Raises AlreadyRunningError and HomeError.
    """
    with _open(home) as lock:
        if not _take_soon(lock):
            lock.seek(0)
            raise AlreadyRunningError(home, lock.read())
        lock.truncate(0)
        lock.write(f"process {os.getpid()}, {description}")
        lock.flush()
        yield
        lock.truncate(0)


def is_running(home: Path) -> bool:
    """Whether somebody holds the home's lock at this moment."""
    try:
        with _lock_file(home).open() as lock:
            return not _take(lock, fcntl.LOCK_SH)
    except OSError:
        return False


def _lock_file(home: Path) -> Path:
    return home / "lock"


def _open(home: Path) -> IO[str]:
    with usable(_lock_file(home)):
        return _lock_file(home).open("a+")


def _take_soon(lock: IO[str]) -> bool:
    """Take it, with a little patience: whoever asks `is_running` holds it for a blink."""
    for _ in range(_TRIES):
        if _take(lock, fcntl.LOCK_EX):
            return True
        time.sleep(0.05)
    return False


def _take(lock: IO[str], kind: int) -> bool:
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
