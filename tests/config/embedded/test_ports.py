"""Free ports."""

import socket

from config.embedded.ports import LOOPBACK, free_port, free_port_after, what_hinders


def test_a_free_port_is_free() -> None:
    assert what_hinders(free_port()) == ""


def test_a_port_somebody_listens_on_is_not() -> None:
    with socket.create_server((LOOPBACK, 0)) as server:
        assert what_hinders(server.getsockname()[1]) == "is in use"


def test_the_port_offered_instead_is_a_free_one_above() -> None:
    with socket.create_server((LOOPBACK, 0)) as server:
        taken = server.getsockname()[1]

        assert free_port_after(taken - 1) > taken


def test_above_the_last_port_any_other_is_offered() -> None:
    assert 1024 <= free_port_after(65535) < 65535
