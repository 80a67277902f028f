"""GALLEY_HOME: where the embedded servers keep their data, their addresses and the secrets made for them."""

import json
import os
import secrets
from contextlib import suppress
from pathlib import Path

from config.embedded.lock import is_running

_ADDRESSES = "servers.json"


def make_home(home: Path) -> None:
    """Make the folder if need be. Raises PermissionError, saying what would be right."""
    with suppress(PermissionError):
        home.mkdir(parents=True, exist_ok=True)
    if not os.access(home, os.W_OK | os.X_OK):
        raise PermissionError(
            f"{home} cannot be written to: run as its owner, or set GALLEY_HOME to a folder of yours"
        )


def read_addresses(home: Path) -> dict[str, str]:
    """Return the addresses of the embedded servers that run now, or nothing.

    What a killed supervisor left behind does not count: it no longer holds the home's lock.
    """
    if not is_running(home):
        return {}
    try:
        addresses: dict[str, str] = json.loads((home / _ADDRESSES).read_text())
    except (OSError, ValueError):
        return {}
    return addresses


def write_addresses(home: Path, addresses: dict[str, str]) -> None:
    """Tell every other command where the servers are; the file holds passwords, and is ours alone."""
    _write_private(home / _ADDRESSES, json.dumps(addresses))


def forget_addresses(home: Path) -> None:
    (home / _ADDRESSES).unlink(missing_ok=True)


def read_or_make_secret(kept: Path) -> str:
    """Return the secret in the file `kept`, made at first; two processes at once end with the same one."""
    make_home(kept.parent)
    if not kept.exists():
        made = kept.with_name(f"{kept.name}.{os.getpid()}")
        made.unlink(missing_ok=True)
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(50))
        with suppress(FileExistsError):  # the other one was first: its secret is the one that counts
            kept.hardlink_to(made)
        made.unlink()
    return kept.read_text()


def _write_private(path: Path, text: str) -> None:
    """Write it whole or not at all: whoever reads meanwhile sees the old file."""
    made = path.with_name(f"{path.name}.{os.getpid()}")
    made.unlink(missing_ok=True)
    made.touch(mode=0o600)
    made.write_text(text)
    made.replace(path)
