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
from config.embedded.lock import only_one

ADDRESSES = {"database_url": "postgres://a/b", "redis_url": "redis://c/0"}


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


def test_forgotten_addresses_are_gone(home: Path) -> None:
    with only_one(home, description=""):
        write_addresses(home, ADDRESSES)
        forget_addresses(home)

        assert read_addresses(home) == {}


def test_a_secret_is_made_once(home: Path) -> None:
    first = read_or_make_secret(home / "secret_key")

    assert read_or_make_secret(home / "secret_key") == first


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_home_of_somebody_else_is_refused_in_a_sentence() -> None:
    with pytest.raises(PermissionError, match="set GALLEY_HOME"):
        make_home(Path("/root/galley"))
