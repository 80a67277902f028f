"""Who owns the database's files: PostgreSQL refuses to run as root."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Owner:
    """A user other than root."""

    uid: int
    gid: int


def database_owner(folder: Path) -> Owner | None:
    """Return whom the database of `folder` runs as: None for ourselves, somebody else when we are root.

    The owner a folder already has stays its owner; a new one is given to `nobody`.
    """
    if os.geteuid() != 0:
        return None
    if folder.exists() and folder.stat().st_uid != 0:
        return Owner(uid=folder.stat().st_uid, gid=folder.stat().st_gid)
    nobody = pwd.getpwnam("nobody")
    return Owner(uid=nobody.pw_uid, gid=nobody.pw_gid)


def can_reach(owner: Owner | None, path: Path) -> bool:
    """Whether `owner` may pass through every folder above `path`, the last one included if it exists."""
    if owner is None:
        return True
    return all(_may_pass(owner, folder) for folder in (path, *path.parents) if folder.exists())


def make_private(folder: Path, *, owner: Owner | None) -> Path:
    """Return `folder`, made if need be, which nobody but its owner may enter.

    Raises PermissionError where it exists and belongs to a stranger: names below /tmp can be guessed.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    wanted = os.geteuid() if owner is None else owner.uid
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (wanted, os.geteuid()):
        raise PermissionError(f"{folder} belongs to another user; remove it")
    folder.chmod(0o700)
    give(folder, owner)
    return folder


def give(path: Path, owner: Owner | None) -> None:
    if owner is not None:
        os.chown(path, owner.uid, owner.gid)


def _may_pass(owner: Owner, folder: Path) -> bool:
    found = folder.stat()
    if found.st_uid == owner.uid:
        return bool(found.st_mode & stat.S_IXUSR)
    if found.st_gid == owner.gid:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)
