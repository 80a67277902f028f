"""Whose the database's files are, and where their owner can go."""

import os
from pathlib import Path

import pytest

from config.embedded.owner import Owner, can_reach, database_owner, make_private

STRANGER = Owner(uid=54321, gid=54321)


@pytest.mark.parametrize(("mode", "reached"), [(0o755, True), (0o711, True), (0o750, False), (0o700, False)])
def test_a_stranger_passes_only_folders_that_all_may_enter(home: Path, mode: int, reached: bool) -> None:
    folder = home / "parent"
    folder.mkdir()
    folder.chmod(mode)

    assert can_reach(STRANGER, folder / "child") is reached


def test_we_ourselves_reach_everything(home: Path) -> None:
    assert can_reach(None, home)


def test_a_private_folder_is_closed_to_others(home: Path) -> None:
    folder = home / "private"
    folder.mkdir(mode=0o777)

    make_private(folder, owner=None)

    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_link_put_in_the_place_of_a_private_folder_is_refused(home: Path) -> None:
    (home / "elsewhere").mkdir()
    (home / "private").symlink_to(home / "elsewhere")

    with pytest.raises(PermissionError, match="belongs to another user"):
        make_private(home / "private", owner=None)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give folders away")
def test_a_folder_of_a_stranger_is_refused(home: Path) -> None:
    (home / "private").mkdir()
    os.chown(home / "private", STRANGER.uid, STRANGER.gid)

    with pytest.raises(PermissionError, match="belongs to another user"):
        make_private(home / "private", owner=None)


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user is the owner")
def test_root_leaves_the_database_to_the_owner_it_has(home: Path) -> None:
    os.chown(home, STRANGER.uid, STRANGER.gid)

    assert database_owner(home) == STRANGER


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user is the owner")
def test_root_gives_a_new_database_to_somebody_else(home: Path) -> None:
    owner = database_owner(home / "postgres")

    assert owner is not None
    assert owner.uid != 0
