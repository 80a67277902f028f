"""Programs that take a file apart, each in a process of its own, and held to its time, memory and output.

The file may be made to break whatever reads it. What it breaks here is that process: a thread of the web
server waits for it a few seconds at most.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

import structlog

from generation.storable import storable
from generation.uploads.errors import UploadCode, UploadError

log = structlog.get_logger(__name__)

REFUSED = 100
"""How a program of ours ends, and no other, that tells on standard output why: `[code, message]` as JSON."""

AT_ONCE = 2
"""So many run at once, of this process: a server with two cores goes on answering."""

_TURN_SECONDS = 10.0
_MOST_SECONDS = 15.0
_LIMITED = (sys.executable, "-I", "-S", str(Path(__file__).parent / "limited.py"))
_LOGGED_CHARACTERS = 300
_ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
_SAVE_ANEW = "Save it anew, or as plain text, and choose that file."
_BUSY = "Many files are being read at this moment. Choose it again in a few seconds."

_readers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="upload")
"""Takes them in the order in which they come, as a semaphore would not."""


@dataclass(frozen=True, kw_only=True)
class _Ended:
    code: int
    written: bytes
    said: bytes


def run(kind: str, command: Sequence[str], *, given: bytes) -> bytes:
    """Return what the program writes about the file it is given, which is a `kind` to people.

    It inherits nothing of our environment. Raises UploadError: why it refused the file, that it came to no
    end within its limits (limited.py), broke down, or that too many run at this moment.
    """
    ended = _in_turn(partial(_run, kind, command, given))
    if ended.code == REFUSED:
        raise _refusal(ended.written)
    if ended.code:
        log.info("A file could not be read", kind=kind, code=ended.code, said=_last_line_of(ended.said))
        says = f"This {kind} cannot be read: it is damaged, or too much to take apart. {_SAVE_ANEW}"
        raise UploadError(UploadCode.UNREADABLE_FILE, says)
    return ended.written


def _in_turn(work: Callable[[], _Ended]) -> _Ended:
    turn = _readers.submit(work)
    try:
        return turn.result(timeout=_TURN_SECONDS)
    except TimeoutError as error:
        if turn.cancel():  # it had not begun
            raise UploadError(UploadCode.BUSY, _BUSY) from error
        return turn.result()


def _run(kind: str, command: Sequence[str], given: bytes) -> _Ended:
    """Run it to its end; one that takes too long is killed.

    What it says is kept in files that never were on a disk: unlike pipes they are held to a limit.
    """
    with (
        _in_memory() as written,
        _in_memory() as said,
        subprocess.Popen(  # noqa: S603 - our own command; the file comes by standard input
            [*_LIMITED, *command],
            stdin=subprocess.PIPE,
            stdout=written,
            stderr=said,
            env=_ENVIRONMENT,
            cwd="/",
        ) as child,
    ):
        try:
            child.communicate(given, timeout=_MOST_SECONDS)
        except subprocess.TimeoutExpired as error:
            says = f"This {kind} takes too long to read. {_SAVE_ANEW}"
            raise UploadError(UploadCode.UNREADABLE_FILE, says) from error
        finally:
            child.kill()  # does nothing to one that has ended
        return _Ended(code=child.returncode, written=_all_of(written), said=_all_of(said))


def _in_memory() -> IO[bytes]:
    return os.fdopen(os.memfd_create("upload"), "w+b")


def _all_of(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


def _last_line_of(said: bytes) -> str:
    """Return what broke; the lines before it are of a library, and may hold what stands in the file."""
    lines = storable(said.decode(errors="replace")).split("\n")
    return next((line for line in reversed(lines) if line.strip()), "")[:_LOGGED_CHARACTERS]


def _refusal(written: bytes) -> UploadError:
    code, message = json.loads(written)
    return UploadError(UploadCode(code), message)
