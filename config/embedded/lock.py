"""One start per GALLEY_HOME: the second one says where the first one runs."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


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

    `description` is what a second start is told. Raises AlreadyRunningError.
    """
    with (home / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise AlreadyRunningError(home, lock.read()) from None
        lock.truncate(0)
        lock.write(f"process {os.getpid()}, {description}")
        lock.flush()
        yield
        lock.truncate(0)
