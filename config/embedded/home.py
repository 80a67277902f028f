"""GALLEY_HOME: where the embedded servers keep their data, their addresses and the secrets made for them."""

import errno
import json
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import TypeGuard

from config.embedded.home_error import HomeError, usable
from config.embedded.lock import is_running
from config.env_values import POSTGRES_SCHEMES, REDIS_SCHEMES, WEB_SCHEMES, is_address

_ADDRESSES = "servers.json"
_SCHEMES = {
    "database_url": POSTGRES_SCHEMES,
    "redis_url": REDIS_SCHEMES,
    "web": WEB_SCHEMES,
    "flower": WEB_SCHEMES,
}


def make_home(home: Path) -> None:
    """Make the folder, for its owner alone, if need be. Raises HomeError.

    The database of root runs as another user, who must be able to pass through, but sees no names.
    """
    with usable(home):
        home.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
        if not os.access(home, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def read_addresses(home: Path) -> dict[str, str]:
    """Return the addresses of the embedded servers that run now, or nothing.

    What a killed supervisor left behind does not count: it no longer holds the home's lock.
    """
    if not is_running(home):
        return {}
    try:
        found = json.loads((home / _ADDRESSES).read_text())
    except (OSError, ValueError):
        return {}
    return found if _are_addresses(found) else {}


def write_addresses(home: Path, addresses: dict[str, str]) -> None:
    """Tell every other command where the servers are; the file holds passwords, and is ours alone."""
    _write_private(home / _ADDRESSES, json.dumps(addresses))


def forget_addresses(home: Path) -> None:
    (home / _ADDRESSES).unlink(missing_ok=True)


def read_or_make_secret(kept: Path) -> str:
    """Return the secret in the file `kept`, made at first; two processes at once end with the same one.

    Raises HomeError.
    """
    make_home(kept.parent)
    with usable(kept):
        if not kept.exists():
            _make_secret(kept)
        secret = kept.read_bytes().strip()
    if not secret or not secret.isascii():
        raise HomeError(f"{kept} holds no secret: remove it, or set GALLEY_HOME to another folder")
    return secret.decode()


def _are_addresses(found: object) -> TypeGuard[dict[str, str]]:
    """Whether this is what `write_addresses` writes; people, and full disks, may have been at the file."""
    return isinstance(found, dict) and all(
        isinstance(address, str) and is_address(address, _SCHEMES.get(name, ()))
        for name, address in found.items()
    )


def _make_secret(kept: Path) -> None:
    made = kept.with_name(f"{kept.name}.{os.getpid()}")
    made.unlink(missing_ok=True)
    made.touch(mode=0o600)
    made.write_text(secrets.token_urlsafe(50))
    with suppress(FileExistsError):  # the other one was first: its secret is the one that counts
        kept.hardlink_to(made)
    made.unlink()


def _write_private(path: Path, text: str) -> None:
    """Write it whole or not at all: whoever reads meanwhile sees the old file."""
    made = path.with_name(f"{path.name}.{os.getpid()}")
    made.unlink(missing_ok=True)
    made.touch(mode=0o600)
    made.write_text(text)
    made.replace(path)
