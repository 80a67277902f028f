"""What stands in GALLEY_HOME."""

import os
from pathlib import Path

import pytest

from config.embedded.home import (
    forget_addresses,
    make_home,
    read_addresses,
    read_or_make_secret,
    write_addresses,
)
from config.embedded.home_error import HomeError
from config.embedded.lock import is_running, only_one

ADDRESSES = {
    "database_url": "postgres://galley:pw@%2Fsocket:5432/galley",
    "redis_url": "redis://c/0",
    "web": "http://d/",
}


def test_addresses_are_read_while_the_supervisor_runs(home: Path) -> None:
    with only_one(home, description=""):
        write_addresses(home, ADDRESSES)

        assert read_addresses(home) == ADDRESSES


def test_addresses_a_killed_supervisor_left_do_not_count(home: Path) -> None:
    write_addresses(home, ADDRESSES)

    assert read_addresses(home) == {}


def test_addresses_hold_passwords_and_are_private(home: Path) -> None:
    write_addresses(home, ADDRESSES)

    assert (home / "servers.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "kept",
    [
        b"",
        b"\xff",
        b"null",
        b"[]",
        b"5",
        b'"text"',
        b'{"web": 5}',
        b'{"database_url": "nowhere"}',
        b'{"database_url": "postgres://a:port/b"}',
        b'{"redis_url": "postgres://a/b"}',
        b'{"something": "http://a/"}',
    ],
)
def test_addresses_that_are_none_count_as_not_running(home: Path, kept: bytes) -> None:
    (home / "servers.json").write_bytes(kept)

    with only_one(home, description=""):
        assert read_addresses(home) == {}


def test_forgotten_addresses_are_gone(home: Path) -> None:
    with only_one(home, description=""):
        write_addresses(home, ADDRESSES)
        forget_addresses(home)

        assert read_addresses(home) == {}


def test_a_secret_is_made_once(home: Path) -> None:
    first = read_or_make_secret(home / "secret_key")

    assert read_or_make_secret(home / "secret_key") == first


def test_a_home_is_made_for_its_owner_alone(home: Path) -> None:
    make_home(home / "new")

    # The database of root runs as another user, who must pass through.
    assert (home / "new").stat().st_mode & 0o777 == (0o711 if os.geteuid() == 0 else 0o700)


@pytest.mark.parametrize("place", ["file", "file/below", "long" * 100])
def test_a_home_that_cannot_be_is_refused_in_a_sentence(home: Path, place: str) -> None:
    (home / "file").touch()

    with pytest.raises(HomeError, match=r"^\S.*: set GALLEY_HOME to a folder that you may write to$"):
        make_home(home / place)


def test_a_home_below_proc_is_refused_in_a_sentence() -> None:
    for place in ("/proc", "/proc/x"):
        with pytest.raises(HomeError, match="set GALLEY_HOME"):
            read_or_make_secret(Path(place) / "secret_key")


@pytest.mark.parametrize("kept", [b"", b" \n", b"\xffsecret"])
def test_a_kept_secret_that_is_none_is_refused_in_a_sentence(home: Path, kept: bytes) -> None:
    (home / "secret_key").write_bytes(kept)

    with pytest.raises(HomeError, match="secret_key holds no secret: remove it, or set GALLEY_HOME"):
        read_or_make_secret(home / "secret_key")


def test_a_folder_where_a_file_belongs_is_refused_in_a_sentence(home: Path) -> None:
    (home / "lock").mkdir()
    (home / "secret_key").mkdir()

    assert not is_running(home)
    with pytest.raises(HomeError, match=r"lock .+ set GALLEY_HOME"), only_one(home, description=""):
        pass
    with pytest.raises(HomeError, match=r"secret_key .+ set GALLEY_HOME"):
        read_or_make_secret(home / "secret_key")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_home_of_somebody_else_is_refused_in_a_sentence() -> None:
    with pytest.raises(HomeError, match="set GALLEY_HOME"):
        make_home(Path("/root/galley"))
