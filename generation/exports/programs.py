"""The programs that make files for us, each in a process of its own: what breaks one breaks nothing else."""

import os
import subprocess
from collections.abc import Sequence

import structlog

from generation.storable import storable

log = structlog.get_logger(__name__)

MOST_SECONDS = 120

_LOGGED_CHARACTERS = 2000
_ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}


class ExportError(Exception):
    """A file could not be made; the message is for people."""


def run(name: str, command: Sequence[str], *, given: bytes, seconds: float = MOST_SECONDS) -> bytes:
    """Return what the program writes about what it is given.

    It inherits nothing of our environment. Raises ExportError where it fails or takes too long; it is killed
    then.
    """
    try:
        ended = subprocess.run(  # noqa: S603 - our own command; the text comes by standard input
            command, input=given, capture_output=True, timeout=seconds, check=True, env=_ENVIRONMENT
        )
    except subprocess.TimeoutExpired as error:
        raise ExportError(
            f"{name} did not finish within {seconds:.0f} seconds. Export one product or part at a time."
        ) from error
    except subprocess.CalledProcessError as error:
        said = storable(error.stderr.decode(errors="replace"))[-_LOGGED_CHARACTERS:]
        log.warning("A program could not make a file", program=name, code=error.returncode, said=said)
        raise ExportError(
            f"{name} could not make the file. Choose another format, or tell your administrator."
        ) from error
    return ended.stdout
